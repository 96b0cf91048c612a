package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.junit.jupiter.api.Test;

/** Several ranges at once. */
class VectoredReadTest extends CachedFixture {

  private void check(List<FileRange> ranges, IntFunction<ByteBuffer> allocate) throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      in.readVectored(ranges, allocate);
      for (FileRange range : ranges) {
        ByteBuffer bytes = range.getData().join();
        assertThat(bytes.position()).isZero();
        byte[] read = new byte[bytes.remaining()];
        bytes.get(read);
        int from = (int) range.getOffset();
        assertThat(read).isEqualTo(Arrays.copyOfRange(data, from, from + range.getLength()));
      }
    }
  }

  private static List<FileRange> ranges(long... offsetsAndLengths) {
    List<FileRange> ranges = new ArrayList<>();
    for (int i = 0; i < offsetsAndLengths.length; i += 2) {
      ranges.add(FileRange.createFileRange(offsetsAndLengths[i], (int) offsetsAndLengths[i + 1]));
    }
    return ranges;
  }

  @Test
  void rangesGetTheirBytesInAnyOrderAndAnyBuffer() throws IOException {
    check(ranges(5 << 20, 100_000, 0, 10, 20, 0, 1000, 4_000_000), ByteBuffer::allocate);
    check(ranges(8 << 20, 1 << 20, 3, 3_000_000, 3_100_000, 5000), ByteBuffer::allocateDirect);
    check(ranges(), ByteBuffer::allocate);
  }

  @Test
  void nearRangesAreOneRequest() throws IOException {
    check(ranges(1 << 20, 50_000, (1 << 20) + 52_000, 50_000), ByteBuffer::allocate);
    // The store of this test counts each read of the stream; the second goes on where the first
    // ended, after a small gap.
    assertThat(EtagFileSystem.BYTES.get()).isLessThan(110_000);
    assertThat(EtagFileSystem.REQUESTS.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void rangesOutsideTheFileOrOverEachOtherAreRefused() throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      assertThatThrownBy(() -> in.readVectored(ranges(data.length - 5, 10), ByteBuffer::allocate))
          .isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> in.readVectored(ranges(-1, 10), ByteBuffer::allocate))
          .isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> in.readVectored(ranges(0, 10, 5, 10), ByteBuffer::allocate))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> in.readVectored(ranges(0, 10), ByteBuffer::allocate, null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void anErrorIsThatOfTheRangeItWasMetInAndItsBufferIsGivenBack() throws IOException {
    EtagFileSystem.before =
        position -> {
          if (position >= 4 << 20) {
            throw new IOException("lost");
          }
        };
    AtomicInteger released = new AtomicInteger();
    List<FileRange> ranges = ranges(0, 1000, 5 << 20, 1000);
    try (FSDataInputStream in = fs.open(path)) {
      in.readVectored(ranges, ByteBuffer::allocate, _ -> released.incrementAndGet());
      assertThat(ranges.get(0).getData().join().remaining()).isEqualTo(1000);
      assertThatThrownBy(() -> ranges.get(1).getData().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("lost");
      assertThat(released).hasValue(1);
    }
  }
}
