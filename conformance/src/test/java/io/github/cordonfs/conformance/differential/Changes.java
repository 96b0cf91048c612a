package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations that change attributes. */
final class Changes {

  private Changes() {}

  /** Sets permissions of what a path leads to. */
  record SetPermissions(String path, Set<PosixFilePermission> permissions) implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      Files.setPosixFilePermissions(side.path(path), permissions);
      return null;
    }
  }

  /** Sets the time of the last modification. */
  record SetModified(String path, Instant time) implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      Files.setLastModifiedTime(side.path(path), FileTime.from(time));
      return null;
    }
  }

  /** Sets times through a view; null leaves one as it is. */
  record SetTimes(
      String path, boolean follow, @Nullable Instant modified, @Nullable Instant accessed)
      implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      LinkOption[] options = follow ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
      BasicFileAttributeView view =
          Objects.requireNonNull(
              Files.getFileAttributeView(side.path(path), BasicFileAttributeView.class, options));
      view.setTimes(time(modified), time(accessed), null);
      return null;
    }

    private static @Nullable FileTime time(@Nullable Instant instant) {
      return instant == null ? null : FileTime.from(instant);
    }
  }

  /** Sets an attribute by its name. */
  record SetAttribute(String path, String name, Object value) implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      Path changed = side.path(path);
      Files.setAttribute(changed, name, value);
      return null;
    }
  }
}
