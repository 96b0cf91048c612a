package io.github.cordonfs.conformance.exerciser;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What is written, and buffers of all kinds to read into and to write from. */
final class Bytes {

  /** Long enough that equal content in two places is unlikely. No byte of it is zero. */
  static final byte[] NOISE = noise(Operation.END + (1 << 20));

  /** What buffers are filled with before anything is read into them. */
  private static final byte UNTOUCHED = 0;

  private Bytes() {}

  private static byte[] noise(int length) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) (1 + random.nextInt(255));
    }
    return noise;
  }

  /** Returns where in the noise the bytes of an operation begin. */
  static int from(Operation operation, int length) {
    return operation.salt() % (NOISE.length - length);
  }

  /** Returns a buffer to write noise from: in the heap or not, the whole of an array or a part. */
  static ByteBuffer source(int from, int length, int salt) {
    ByteBuffer buffer = target(length, salt);
    buffer.duplicate().put(NOISE, from, length);
    return (salt & 8) == 0 ? buffer : buffer.asReadOnlyBuffer();
  }

  /** Returns an empty buffer with room for exactly so much. */
  static ByteBuffer target(int length, int salt) {
    int before = (salt & 4) == 0 ? 0 : salt % 61;
    int all = before + length + ((salt & 2) == 0 ? 0 : 17);
    ByteBuffer buffer = (salt & 1) == 0 ? ByteBuffer.allocate(all) : ByteBuffer.allocateDirect(all);
    return buffer.limit(before + length).position(before).slice();
  }

  /** Returns three buffers instead of one, some of them empty. */
  static ByteBuffer[] thirds(ByteBuffer buffer, int salt) {
    int first = salt % (buffer.limit() + 1);
    int second = first + salt / 7 % (buffer.limit() - first + 1);
    return new ByteBuffer[] {
      buffer.slice(0, first),
      buffer.slice(first, second - first),
      buffer.slice(second, buffer.limit() - second)
    };
  }

  /** Checks that nothing is in a buffer behind what was read. */
  static void checkRest(ByteBuffer buffer, int read) {
    byte[] rest = new byte[buffer.limit() - read];
    buffer.get(read, rest);
    byte[] untouched = new byte[rest.length];
    Arrays.fill(untouched, UNTOUCHED);
    if (!Arrays.equals(rest, untouched)) {
      throw new Mismatch("bytes were left in the buffer behind the " + read + " that were read");
    }
  }
}
