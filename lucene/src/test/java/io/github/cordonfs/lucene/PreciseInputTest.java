package io.github.cordonfs.lucene;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RandomAccessInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S28")
class PreciseInputTest extends LuceneFixture {

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aReadOfALostPageNamesFileAndRange() throws IOException {
    file("f", 3 * PAGE);
    failures.strike(path("f"), PAGE + 5);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      in.seek(PAGE + 100);
      assertThatThrownBy(in::readByte)
          .isInstanceOf(CorruptIndexException.class)
          .hasMessageStartingWith(
              "memory failure: 4096 bytes at offset 4096 of /index/f are lost (resource=")
          .hasCauseInstanceOf(PoisonedPageException.class)
          .isInstanceOfSatisfying(
              PoisonedIndexException.class,
              e -> {
                assertThat(e.file()).isEqualTo("f");
                assertThat(e.range()).isEqualTo(new ByteRange(PAGE, PAGE));
              });
      assertThat(in.getFilePointer()).isEqualTo(PAGE + 100);
    }
  }

  @Test
  void whatIsReadAheadFailsNobody() throws IOException {
    byte[] content = file("f", 3 * PAGE);
    failures.strike(path("f"), PAGE);
    for (IOContext context : new IOContext[] {IOContext.DEFAULT, IOContext.READONCE}) {
      try (IndexInput in = directory.openInput("f", context)) {
        byte[] read = new byte[PAGE];
        for (int i = 0; i < PAGE; i++) {
          read[i] = in.readByte();
        }
        assertThat(read).isEqualTo(Arrays.copyOf(content, PAGE));
        assertThatThrownBy(in::readByte).isInstanceOf(PoisonedIndexException.class);
        in.seek(2 * PAGE);
        assertThat(in.readByte()).isEqualTo(content[2 * PAGE]);
      }
    }
  }

  @Test
  void whatIsReadBackwardsAlongFailsNobody() throws IOException {
    byte[] content = file("f", 3 * PAGE);
    failures.strike(path("f"), PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      RandomAccessInput absolute = in.randomAccessSlice(0, in.length());
      for (int at = 3 * PAGE - 1; at >= 2 * PAGE; at--) {
        assertThat(absolute.readByte(at)).isEqualTo(content[at]);
      }
      assertThatThrownBy(() -> absolute.readByte(2 * PAGE - 1))
          .isInstanceOf(PoisonedIndexException.class);
      assertThat(absolute.readByte(PAGE - 1)).isEqualTo(content[PAGE - 1]);
    }
  }

  @Test
  void aValueThatReachesIntoALostPageIsLost() throws IOException {
    file("f", 3 * PAGE);
    failures.strike(path("f"), PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      in.seek(PAGE - 8);
      in.readLong();
      in.seek(PAGE - 7);
      assertThatThrownBy(in::readLong).isInstanceOf(PoisonedIndexException.class);
      in.seek(PAGE - 7);
      assertThatThrownBy(() -> in.readLongs(new long[1], 0, 1))
          .isInstanceOf(PoisonedIndexException.class);
      in.seek(PAGE - 7);
      assertThatThrownBy(() -> in.readBytes(new byte[PAGE], 0, PAGE))
          .isInstanceOf(PoisonedIndexException.class);
    }
  }

  @Test
  void aVectorIsLostOnlyIfItReachesIntoALostPage() throws IOException {
    byte[] content = file("f", 3 * PAGE);
    failures.strike(path("f"), PAGE);
    for (int dimensions : new int[] {1, 16, 768}) {
      int bytes = Float.BYTES * dimensions;
      try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
        for (int at : new int[] {PAGE - bytes, 2 * PAGE, PAGE - bytes, 3 * PAGE - bytes}) {
          float[] vector = new float[dimensions];
          in.seek(at);
          in.readFloats(vector, 0, dimensions);
          ByteBuffer expected = ByteBuffer.wrap(content, at, bytes).order(LITTLE_ENDIAN);
          for (float value : vector) {
            assertThat(Float.floatToRawIntBits(value)).isEqualTo(expected.getInt());
          }
          assertThat(in.getFilePointer()).isEqualTo(at + bytes);
        }
        for (int at : new int[] {PAGE - bytes + 1, 2 * PAGE - 1}) {
          in.seek(at);
          assertThatThrownBy(() -> in.readFloats(new float[dimensions], 0, dimensions))
              .isInstanceOf(PoisonedIndexException.class);
          assertThat(in.getFilePointer()).isEqualTo(at);
        }
      }
    }
  }

  @Test
  void theRangeOfASliceIsThatOfTheFile() throws IOException {
    file("f", 3 * PAGE);
    failures.strike(path("f"), 2 * PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      assertThatThrownBy(() -> in.slice("x", PAGE, 2 * PAGE).slice("y", PAGE, 1).readByte())
          .hasMessageContaining("4096 bytes at offset 8192 of /index/f")
          .hasMessageContaining("[slice=x] [slice=y]");
    }
  }

  @Test
  @Tag("R7")
  void anOpenInputReadsTheRestoredPage() throws IOException {
    byte[] content = file("f", 3 * PAGE);
    failures.strike(path("f"), PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      in.seek(PAGE);
      assertThatThrownBy(in::readByte).isInstanceOf(PoisonedIndexException.class);
      failures.restore(path("f"), new ByteRange(PAGE, PAGE), ByteBuffer.wrap(content, PAGE, PAGE));
      assertThat(in.readByte()).isEqualTo(content[PAGE]);
    }
  }

  @Test
  void aChecksumOfALostPageIsAnErrorOfTheReadAndNotOfTheSum() throws IOException {
    try (IndexOutput out = directory.createOutput("f", IOContext.DEFAULT)) {
      CodecUtil.writeHeader(out, "test", 1);
      out.writeBytes(new byte[5 * PAGE], 5 * PAGE);
      CodecUtil.writeFooter(out);
    }
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      CodecUtil.checksumEntireFile(in);
      failures.strike(path("f"), 3 * PAGE);
      assertThatThrownBy(() -> CodecUtil.checksumEntireFile(in))
          .isInstanceOf(PoisonedIndexException.class)
          .hasMessageContaining("at offset " + 3 * PAGE);
    }
  }

  @Test
  void aClosedInputReadsNoMore() throws IOException {
    file("f", 3 * PAGE);
    IndexInput in = directory.openInput("f", IOContext.DEFAULT);
    IndexInput clone = in.clone();
    IndexInput slice = in.slice("part", PAGE, PAGE);
    in.readByte();
    in.close();
    assertThatThrownBy(in::readByte).isInstanceOf(AlreadyClosedException.class);
    assertThatThrownBy(clone::readByte).isInstanceOf(AlreadyClosedException.class);
    assertThatThrownBy(slice::readLong).isInstanceOf(AlreadyClosedException.class);
    assertThatThrownBy(() -> slice.seek(10)).isInstanceOf(AlreadyClosedException.class);
    assertThatThrownBy(() -> in.slice("x", 0, 1)).isInstanceOf(AlreadyClosedException.class);
  }

  @Test
  void aClosedFileSystemIsAClosedInput() throws IOException {
    file("f", 3 * PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      fs.close();
      assertThatThrownBy(in::readByte).isInstanceOf(AlreadyClosedException.class);
    }
  }

  @Test
  @Tag("S27")
  void anInterruptedSearchClosesTheInputForNobody() throws IOException {
    byte[] content = file("f", 3 * PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      Thread.currentThread().interrupt();
      assertThat(in.clone().readByte()).isEqualTo(content[0]);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(in.clone().readByte()).isEqualTo(content[0]);
    }
  }

  @Test
  void nobodyGetsHoldOfMemoryThatCanFail() throws IOException {
    file("f", PAGE);
    try (IndexInput in = directory.openInput("f", IOContext.DEFAULT)) {
      assertThat(in.getClass().getInterfaces())
          .extracting(Class::getSimpleName)
          .doesNotContain("MemorySegmentAccessInput");
      assertThat(in.isLoaded()).isEmpty();
    }
  }
}
