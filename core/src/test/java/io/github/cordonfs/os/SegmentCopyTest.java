package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentCopyTest {

  private static final int SIZE = 200;

  @ParameterizedTest
  @ValueSource(bytes = {0, 7, -1})
  void fillsExactlyTheBytes(byte value) {
    byte[] expected = new byte[SIZE];
    byte[] actual = new byte[SIZE];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(SIZE);
      for (int length = 0; length < 130; length++) {
        Arrays.fill(expected, (byte) 42);
        Arrays.fill(expected, 3, 3 + length, value);
        for (MemorySegment target : new MemorySegment[] {memory, MemorySegment.ofArray(actual)}) {
          target.fill((byte) 42);
          SegmentCopy.fill(target, 3, length, value);
          assertThat(target.toArray(ValueLayout.JAVA_BYTE))
              .as("%s bytes", length)
              .isEqualTo(expected);
        }
      }
    }
  }
}
