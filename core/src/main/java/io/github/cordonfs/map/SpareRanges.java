package io.github.cordonfs.map;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.os.Linux;
import java.io.IOException;

/**
 * Ranges of addresses that nobody uses, to be given up when the kernel refuses another: cutting one
 * page off makes one range three, and must not fail because somebody else in the process took the
 * last one there is. Thread-safe: a lock of its own, below the mappings'.
 */
final class SpareRanges {

  /** Enough for the pages that fail before an operator looks; two go for each. */
  private static final int SPARES = 256;

  /** Kept for cutting off whole mappings, when the pages one by one have used up the rest. */
  private static final int LAST = 32;

  private static final long[] ADDRESSES = new long[SPARES];

  private static int left;

  private static boolean rehearsed;

  private SpareRanges() {}

  /**
   * Takes as many as are missing, or as the kernel allows. Called before each mapping.
   *
   * <p>The first time, it also gives one up: the JVM loads classes for the first call, and takes
   * ranges itself for that, which when they are needed there are none of.
   */
  static synchronized void fill() throws IOException {
    int anchor = AnchorFile.anchor();
    if (!rehearsed) {
      long address = Linux.mapForReading(Frames.FRAME_BYTES, anchor);
      if (address == Linux.REFUSED) {
        return;
      }
      Linux.release(address, Frames.FRAME_BYTES);
      rehearsed = true;
    }
    while (left < SPARES) {
      // All of the same page of the file: the kernel never makes one range of two neighbours.
      long address = Linux.mapForReading(Frames.FRAME_BYTES, anchor);
      if (address == Linux.REFUSED) {
        return;
      }
      ADDRESSES[left++] = address;
    }
  }

  /**
   * Gives one up, to cut off a part of a mapping. Allocates nothing.
   *
   * @return false if there is none for that
   */
  static synchronized boolean giveUp() {
    return left > LAST && drop();
  }

  /**
   * Gives one up, to cut off a whole mapping. Allocates nothing.
   *
   * @return false if there is none
   */
  static synchronized boolean giveUpLast() {
    return left > 0 && drop();
  }

  private static boolean drop() {
    Linux.release(ADDRESSES[--left], Frames.FRAME_BYTES);
    return true;
  }
}
