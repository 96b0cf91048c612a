package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Copies and fills memory with the JVM's own routines, however few the bytes are.
 *
 * <p>The short forms ({@code MemorySegment.copy} without layouts, {@code copyFrom}, {@code fill})
 * move fewer than 64 bytes in a loop of Java code. Once that loop has seen arrays of two types, the
 * compiler C2 of JDK 25 and others can leave out every other store of it: wrong bytes, and no error
 * (JDK-8331133). What the rest of a program copies is enough to make it do so.
 */
public final class SegmentCopy {

  /** {@code fill} calls the JVM's routine from here on at the latest. */
  private static final int WITHOUT_LOOP = 64;

  private static final MemorySegment ZEROS =
      MemorySegment.ofArray(new byte[WITHOUT_LOOP]).asReadOnly();

  private SegmentCopy() {}

  /** As the copy of {@code MemorySegment} with these arguments, in bytes. */
  public static void copy(
      MemorySegment source, long sourceOffset, MemorySegment target, long offset, long length) {
    MemorySegment.copy(source, JAVA_BYTE, sourceOffset, target, JAVA_BYTE, offset, length);
  }

  /** Fills bytes of a segment with a value. */
  public static void fill(MemorySegment target, long offset, long length, byte value) {
    if (length >= WITHOUT_LOOP) {
      target.asSlice(offset, length).fill(value);
    } else if (value == 0) {
      copy(ZEROS, 0, target, offset, length);
    } else {
      byte[] bytes = new byte[(int) length];
      Arrays.fill(bytes, value);
      copy(MemorySegment.ofArray(bytes), 0, target, offset, length);
    }
  }
}
