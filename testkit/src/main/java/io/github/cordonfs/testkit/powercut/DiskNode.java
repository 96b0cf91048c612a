package io.github.cordonfs.testkit.powercut;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A file, directory or symbolic link.
 *
 * @param content of a file, as it was on the disk when the recording began
 * @param target of a symbolic link
 */
// Nobody changes the bytes once it is made.
@SuppressWarnings("ArrayRecordComponent")
record DiskNode(Kind kind, byte[] content, @Nullable String target) implements Serializable {

  /** What it is. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK
  }

  static DiskNode file(byte[] content) {
    return new DiskNode(Kind.FILE, content, null);
  }

  static DiskNode directory() {
    return new DiskNode(Kind.DIRECTORY, new byte[0], null);
  }

  static DiskNode link(String target) {
    return new DiskNode(Kind.LINK, new byte[0], target);
  }
}
