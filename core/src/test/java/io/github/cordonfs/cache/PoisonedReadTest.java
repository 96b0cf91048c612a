package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of two extents and a bit, of which three pages are poisoned. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
class PoisonedReadTest {

  /** Pages 3 and 4 in the first extent; the first page of the second one. */
  private static final long[] BAD = {3, 4, 512};

  private static final int SIZE = 2 * HUGE + 5 * PAGE + 100;

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;
  private byte[] data;

  @BeforeEach
  void strike() {
    caches = setup.open(6);
    file = caches.newFile("/file");
    data = file.fill(0, SIZE, 1);
    file.strikePages(BAD);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  @Tag("A1")
  void readStartingInThePoisonedPageFailsWhateverItsLength() {
    for (int length : new int[] {1, PAGE, 5 * PAGE, SIZE}) {
      for (int offset : new int[] {3 * PAGE, 3 * PAGE + 1, 5 * PAGE - 1, 512 * PAGE + 2000}) {
        assertThat(file.read(offset, length)).isEqualTo(AddressSpace.POISONED);
      }
    }
  }

  @Test
  @Tag("A1")
  void readOfAPoisonedPageTouchesNothingOrClears() {
    byte[] target = new byte[2 * PAGE];
    Arrays.fill(target, TestFile.UNTOUCHED);
    assertThat(file.read(3 * PAGE, target)).isEqualTo(AddressSpace.POISONED);
    for (byte b : target) {
      assertThat(b).isIn((byte) 0, TestFile.UNTOUCHED);
    }
  }

  @Test
  @Tag("A2")
  void readStopsExactlyAtThePoisonedPage() {
    for (int start : new int[] {0, 1, PAGE, 3 * PAGE - 1}) {
      for (int length : new int[] {3 * PAGE - start + 1, 4 * PAGE, SIZE}) {
        byte[] target = new byte[length];
        int good = 3 * PAGE - start;
        assertThat(file.read(start, target)).isEqualTo(good);
        assertThat(Arrays.copyOf(target, good))
            .isEqualTo(Arrays.copyOfRange(data, start, start + good));
        assertThat(Arrays.copyOfRange(target, good, length)).isEqualTo(new byte[length - good]);
      }
    }
  }

  @Test
  @Tag("A2")
  void readStopsExactlyAtAPoisonedFirstPageOfTheNextExtent() {
    byte[] target = new byte[600 * PAGE];
    int start = 5 * PAGE + 7;
    int good = HUGE - start;
    assertThat(file.read(start, target)).isEqualTo(good);
    assertThat(Arrays.copyOf(target, good)).isEqualTo(Arrays.copyOfRange(data, start, HUGE));
  }

  @Test
  @Tag("A2")
  void readThatEndsBeforeThePoisonedPageIsWhole() {
    assertThat(file.bytes(0, 3 * PAGE)).isEqualTo(Arrays.copyOf(data, 3 * PAGE));
    assertThat(file.bytes(3 * PAGE - 1, 1)).containsExactly(data[3 * PAGE - 1]);
  }

  @Test
  @Tag("A2")
  void readsAfterThePoisonedPageAreFine() {
    assertThat(file.bytes(5 * PAGE, HUGE - 5 * PAGE))
        .isEqualTo(Arrays.copyOfRange(data, 5 * PAGE, HUGE));
    assertThat(file.bytes(513 * PAGE, SIZE - 513 * PAGE))
        .isEqualTo(Arrays.copyOfRange(data, 513 * PAGE, SIZE));
  }

  @Test
  @Tag("A1")
  void atOrPastTheEndIsTheEndEvenInAPoisonedPage() {
    file.strike(SIZE - 1);
    assertThat(file.read(SIZE - 1, 10)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.read(SIZE, 10)).isEqualTo(AddressSpace.EOF);
    assertThat(file.read(SIZE + 1, 10)).isEqualTo(AddressSpace.EOF);
    assertThat(file.read(Long.MAX_VALUE, 10)).isEqualTo(AddressSpace.EOF);
  }

  @Test
  @Tag("A1")
  void theBytesLostAreThePageClippedToTheSize() {
    assertThat(file.space.pageAt(3 * PAGE + 5)).isEqualTo(new ByteRange(3 * PAGE, PAGE));
    long lastPage = SIZE / PAGE * (long) PAGE;
    assertThat(file.space.pageAt(SIZE - 1)).isEqualTo(new ByteRange(lastPage, 100));
  }

  @Test
  @Tag("A1")
  void theFirstPoisonedByteOfARangeIsFound() {
    assertThat(file.space.firstPoisoned(0, SIZE)).isEqualTo(3 * PAGE);
    assertThat(file.space.firstPoisoned(0, 3 * PAGE)).isEqualTo(-1);
    assertThat(file.space.firstPoisoned(3 * PAGE + 9, 1)).isEqualTo(3 * PAGE + 9);
    assertThat(file.space.firstPoisoned(5 * PAGE, SIZE)).isEqualTo(HUGE);
    assertThat(file.space.firstPoisoned(HUGE + PAGE, SIZE)).isEqualTo(-1);
  }

  @Test
  @Tag("H4")
  @Tag("S1")
  void theBadRangesAreJoinedAndInOrder() {
    assertThat(file.space.badRanges())
        .containsExactly(new ByteRange(3 * PAGE, 2 * PAGE), new ByteRange(HUGE, PAGE));
  }
}
