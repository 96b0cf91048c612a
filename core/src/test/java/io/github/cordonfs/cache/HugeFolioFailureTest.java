package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.frame.FrameState;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strikes on a file that is one huge folio. */
class HugeFolioFailureTest {

  @AutoClose private final Caches caches = Caches.of(4, HugePolicy.ALWAYS);

  private final TestFile file = caches.newFile("/file");
  private byte[] data;
  private int first;

  @BeforeEach
  void fill() {
    data = file.fill(0, HUGE, 1);
    first = file.space.extentAt(0).folio();
    assertThat(first).isNotNegative();
  }

  private void assertOnlyLost(long... pages) {
    for (long page = 0; page < 512; page++) {
      long each = page;
      int from = (int) page * PAGE;
      if (LongStream.of(pages).anyMatch(bad -> bad == each)) {
        assertThat(file.read(from, PAGE)).isEqualTo(AddressSpace.POISONED);
      } else {
        assertThat(file.bytes(from, PAGE)).isEqualTo(Arrays.copyOfRange(data, from, from + PAGE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 255, 256, 510, 511})
  @Tag("H5")
  @Tag("H6")
  void oneFailureSplitsInPlaceAndLosesOnePage(long page) {
    MemoryFailureEvent event = file.strike(page * PAGE + 123);
    assertThat(event.folioOrder()).isEqualTo(9);
    assertThat(event.pageIndex()).isEqualTo(page);
    assertThat(event.frame()).isEqualTo(first + (int) page);
    assertOnlyLost(page);
    for (int i = 0; i < 512; i++) {
      assertThat(file.frame((long) i * PAGE)).as("no byte moves").isEqualTo(first + i);
    }
    assertThat(caches.cache.usage().hugeFolios()).isZero();
    assertThat(file.space.allocatedBytes()).isEqualTo(HUGE);
  }

  @Test
  @Tag("H6")
  void aSecondFailureIsOneOfASmallPage() {
    file.strike(5 * PAGE);
    MemoryFailureEvent second = file.strike(6 * PAGE);
    assertThat(second.folioOrder()).isZero();
    assertThat(second.pageIndex()).isEqualTo(6);
    assertOnlyLost(5, 6);
  }

  @Test
  @Tag("H6")
  void headLastAndOthersCanFailOneAfterTheOther() {
    long[] pages = {511, 0, 256, 1, 510, 128};
    file.strikePages(pages);
    assertOnlyLost(pages);
  }

  @Test
  @Tag("H6")
  void allPagesCanFail() {
    long[] pages = LongStream.range(0, 512).toArray();
    file.strikePages(pages);
    assertOnlyLost(pages);
    assertThat(file.space.badRanges()).hasSize(1);
    assertThat(file.space.badRanges().getFirst().length()).isEqualTo(HUGE);
    assertThat(file.space.punch(0, HUGE)).isZero();
    file.assertZero(0, HUGE);
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(HUGE);
    assertThat(file.fill(0, HUGE, 2)).isEqualTo(file.bytes(0, HUGE));
  }

  @Test
  @Tag("H5")
  void theOtherPagesStayWritable() {
    file.strike(100 * PAGE);
    System.arraycopy(file.fill(0, 100 * PAGE, 2), 0, data, 0, 100 * PAGE);
    System.arraycopy(file.fill(101 * PAGE, 411 * PAGE, 3), 0, data, 101 * PAGE, 411 * PAGE);
    assertOnlyLost(100);
  }

  @Test
  @Tag("H5")
  void theFoliosBesideItStayHuge() {
    byte[] next = file.fill(HUGE, HUGE, 2);
    file.strike(0);
    assertThat(caches.cache.usage().hugeFolios()).isOne();
    assertThat(file.bytes(HUGE, HUGE)).isEqualTo(next);
  }

  @Test
  @Tag("F4")
  void theBlockOfTheBadFrameNeverMakesAHugeFolioAgain() {
    file.strike(77 * PAGE);
    file.space.destroy();
    TestFile other = caches.newFile("/other");
    for (long at = 0; at < 3; at++) {
      other.fill(at * HUGE, HUGE, at);
    }
    assertThat(caches.cache.usage().hugeFolios()).isEqualTo(3);
    other.fill(3L * HUGE, 511 * PAGE, 3);
    assertThat(caches.cache.usage().hugeFolios()).isEqualTo(3);
    assertThat(caches.freeFrames()).isZero();
    assertThat(caches.cache.frameTable().state(first + 77)).isEqualTo(FrameState.QUARANTINED);
  }

  @Test
  @Tag("F5")
  @Tag("F0")
  void aSplitKeepsWhichPagesHaveDataAndWhichAreOnlyReserved() {
    file.space.destroy();
    caches.dirtyAllFrames();
    TestFile reserved = caches.newFile("/reserved");
    reserved.space.truncate(HUGE);
    assertThat(reserved.space.allocate(0, HUGE, false)).isZero();
    byte[] bytes = reserved.fill(10 * PAGE, PAGE, 4);
    assertThat(caches.cache.usage().hugeFolios()).isOne();
    reserved.strike(300 * PAGE);
    assertThat(caches.cache.usage().hugeFolios()).isZero();
    reserved.assertZero(0, 10 * PAGE);
    assertThat(reserved.bytes(10 * PAGE, PAGE)).isEqualTo(bytes);
    reserved.assertZero(11 * PAGE, 289 * PAGE);
    assertThat(reserved.read(300 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    reserved.assertZero(301 * PAGE, 211 * PAGE);
    assertThat(reserved.space.seekData(11 * PAGE)).isEqualTo(300 * PAGE);
    assertThat(reserved.space.seekHole(300 * PAGE)).isEqualTo(301 * PAGE);
  }

  @Test
  @Tag("F5")
  @Tag("S10")
  void aHolePunchSplitsAndKeepsTheOthersFrames() {
    assertThat(file.space.punch(7 * PAGE, 2 * PAGE)).isZero();
    assertThat(caches.cache.usage().hugeFolios()).isZero();
    file.assertZero(7 * PAGE, 2 * PAGE);
    assertThat(file.frame(6 * PAGE)).isEqualTo(first + 6);
    assertThat(file.frame(7 * PAGE)).isEqualTo(-1);
    assertThat(file.frame(9 * PAGE)).isEqualTo(first + 9);
    assertThat(file.bytes(9 * PAGE, PAGE)).isEqualTo(Arrays.copyOfRange(data, 9 * PAGE, 10 * PAGE));
    assertThat(file.space.allocatedBytes()).isEqualTo(510 * PAGE);
  }
}
