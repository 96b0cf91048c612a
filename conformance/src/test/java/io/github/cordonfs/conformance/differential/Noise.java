package io.github.cordonfs.conformance.differential;

import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes to write: any number of them, from any of many places, are unlike those from another. */
final class Noise {

  /** The most bytes there are in one piece. */
  static final int MOST = 96 << 10;

  private static final int PLACES = 1 << 16;
  private static final byte[] BYTES = new byte[PLACES + MOST];

  static {
    new Random(1).nextBytes(BYTES);
  }

  private Noise() {}

  /** Returns bytes in a buffer that belongs to the caller, but for its content. */
  static ByteBuffer buffer(int place, int length) {
    return ByteBuffer.wrap(BYTES, place & (PLACES - 1), length);
  }

  static byte[] bytes(int place, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(BYTES, place & (PLACES - 1), copy, 0, length);
    return copy;
  }
}
