package io.github.cordonfs.frame;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Opens stores of an exact number of blocks, whatever size this machine would allow by itself. */
public final class Stores {

  private Stores() {}

  /** The kinds of memory that everything must work on. */
  public enum Kind {
    /** Memory from a memfd. */
    MEMFD,
    /** Plain native memory. */
    PLAIN;

    /** Opens a store of this kind. */
    public FrameStore open(int blocks) {
      return this == MEMFD ? memfd(blocks, false) : new PlainFrameStore(blocks);
    }
  }

  /** Opens a store that has room for everything and memory for nothing. */
  public static FrameStore withoutMemory(int blocks) {
    return new CountingStore(blocks);
  }

  static FrameStore memfd(int blocks, boolean hugePages) {
    try {
      return new MemfdFrameStore(blocks, hugePages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
