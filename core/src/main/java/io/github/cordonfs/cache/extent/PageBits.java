package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** A bit for each page of an extent. One thread at a time sets them, others may look. */
public final class PageBits {

  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private PageBits() {}

  /** Makes bits that are all clear. */
  public static long[] none() {
    return new long[Frames.HUGE_FRAMES / Long.SIZE];
  }

  /** Makes bits that are all set. */
  static long[] all() {
    long[] bits = none();
    Arrays.fill(bits, -1);
    return bits;
  }

  /** Returns the bit of a page. */
  public static boolean bit(long[] bits, int page) {
    return ((long) WORDS.getAcquire(bits, page >>> 6) & 1L << page) != 0;
  }

  /** Sets or clears a bit; one thread at a time. */
  public static void setBit(long[] bits, int page, boolean value) {
    long word = bits[page >>> 6];
    WORDS.setRelease(bits, page >>> 6, value ? word | 1L << page : word & ~(1L << page));
  }

  /** Returns whether all bits are set. */
  static boolean isFull(long[] bits) {
    for (long word : bits) {
      if (word != -1) {
        return false;
      }
    }
    return true;
  }
}
