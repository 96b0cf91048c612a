package io.github.cordonfs.map;

import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MappableFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A sparse file in memory that holds nothing, to get real mappings of from the JDK, with its
 * bookkeeping, {@code load}, {@code force} and {@code isLoaded}: the frames are laid over them.
 * Beside it one without a byte, to lay where there is nothing to show. Thread-safe.
 */
final class AnchorFile {

  /** Larger than any mapping, and no memory. */
  private static final long SIZE = 1L << 62;

  private AnchorFile() {}

  private static final int NOT_MADE = -1;

  /**
   * Both are made by the first mapping that gets descriptors, and stay as long as the JVM lives.
   */
  private static volatile int anchor = NOT_MADE;

  private static volatile int empty = NOT_MADE;

  /** The anchor; made last. */
  private static volatile @Nullable MappableFile mappable;

  /**
   * Makes the files, if they do not exist yet; before anything is laid.
   *
   * @return the anchor
   */
  private static synchronized MappableFile make() throws IOException {
    if (empty == NOT_MADE) {
      empty = create("cordon-fault", 0);
    }
    if (anchor == NOT_MADE) {
      anchor = create("cordon-anchor", SIZE);
    }
    MappableFile made = mappable;
    if (made == null) {
      made = new MappableFile(anchor);
      mappable = made;
    }
    return made;
  }

  private static int create(String name, long size) throws IOException {
    int fd = Linux.memfdCreate(name);
    boolean done = false;
    try {
      Linux.setSize(fd, size);
      done = true;
      return fd;
    } finally {
      if (!done) {
        Linux.close(fd);
      }
    }
  }

  /** Returns the descriptor of a file without a byte: every access to a mapping of it faults. */
  static int empty() {
    return empty;
  }

  /**
   * Returns the descriptor of the anchor.
   *
   * @throws IOException as {@link #mappable}
   */
  static int anchor() throws IOException {
    var _ = mappable();
    return anchor;
  }

  /**
   * Returns the anchor, to be mapped.
   *
   * @throws IOException if the kernel refuses, for want of descriptors say; the next call tries
   *     again
   */
  static MappableFile mappable() throws IOException {
    MappableFile made = mappable;
    if (made == null) {
      made = make();
    }
    return made;
  }
}
