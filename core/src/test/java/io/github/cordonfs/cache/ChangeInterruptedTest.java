package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.cache.extent.PageOffline;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader sees in the middle of a write, a truncate and a strike. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
@Tag("H8")
class ChangeInterruptedTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void open() {
    caches = setup.open(5);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  @Tag("F0")
  void aPageIsNotShownBeforeItsContentIsComplete() {
    file.space.truncate(4 * PAGE);
    List<Moment> seen = new ArrayList<>();
    for (Moment moment : List.of(Moment.BEFORE_COPY_IN, Moment.AFTER_COPY_IN)) {
      caches.memory.each(
          moment,
          (frame, offset, length) -> {
            file.assertZero(0, 4 * PAGE);
            seen.add(moment);
          });
    }
    file.fill(PAGE + 50, PAGE, 1);
    assertThat(seen).contains(Moment.BEFORE_COPY_IN, Moment.AFTER_COPY_IN);
  }

  @Test
  @Tag("F0")
  void aReservedPageIsNotShownBeforeItsContentIsComplete() {
    assertThat(file.space.allocate(0, 4 * PAGE, false)).isZero();
    caches.memory.each(
        Moment.BEFORE_COPY_IN, (frame, offset, length) -> file.assertZero(0, 4 * PAGE));
    caches.memory.each(Moment.AFTER_FILL, (frame, offset, length) -> file.assertZero(0, 4 * PAGE));
    byte[] data = file.fill(PAGE + 50, PAGE, 1);
    assertThat(file.bytes(PAGE + 50, PAGE)).isEqualTo(data);
  }

  @Test
  void aFileGrowsOnlyWhenTheBytesAreThere() {
    byte[] data = file.fill(0, PAGE, 1);
    caches.memory.each(
        Moment.AFTER_COPY_IN,
        (frame, offset, length) -> {
          assertThat(file.space.size()).isEqualTo(PAGE);
          assertThat(file.read(PAGE, 10)).isEqualTo(AddressSpace.EOF);
          assertThat(file.bytes(0, PAGE)).isEqualTo(data);
        });
    file.fill(PAGE, 3 * PAGE, 2);
    assertThat(file.space.size()).isEqualTo(4 * PAGE);
  }

  @Test
  void whileATruncateGoesOnReadersFindTheEndAndNeverZeros() {
    byte[] data = file.fill(0, 3 * HUGE + 10, 1);
    int[] looks = new int[1];
    caches.memory.each(
        Moment.BARRIER,
        (frame, offset, length) -> {
          looks[0]++;
          for (int at : new int[] {HUGE, 2 * HUGE, 3 * HUGE}) {
            byte[] target = new byte[10];
            int n = file.read(at, target);
            if (n != AddressSpace.EOF) {
              assertThat(n).isEqualTo(10);
              assertThat(target).isEqualTo(Arrays.copyOfRange(data, at, at + 10));
            }
          }
        });
    file.space.truncate(100);
    assertThat(looks[0]).isGreaterThan(3);
  }

  @Test
  void whileAFileIsDestroyedReadersAreToldThatItIsClosedAndNeverZeros() {
    byte[] data = file.fill(0, 2 * HUGE + 10, 1);
    caches.memory.each(
        Moment.BARRIER,
        (frame, offset, length) -> {
          byte[] target = new byte[10];
          int n = file.read(5, target);
          if (n != AddressSpace.CLOSED) {
            assertThat(n).isEqualTo(10);
            assertThat(target).isEqualTo(Arrays.copyOfRange(data, 5, 15));
          }
        });
    file.space.destroy();
  }

  @Test
  void theTailThatTruncateClearsIsBehindTheEndAlready() {
    file.fill(0, PAGE, 1);
    caches.memory.each(
        Moment.BEFORE_FILL,
        (frame, offset, length) -> assertThat(file.space.size()).isEqualTo(100));
    file.space.truncate(100);
  }

  @Test
  @Tag("U5")
  void aFrameIsOverwrittenOnlyWhenItsPageIsMarkedAndLocked() {
    file.fill(0, 8 * PAGE, 1);
    int bad = file.frame(3 * PAGE);
    int[] fills = new int[1];
    caches.memory.each(
        Moment.BEFORE_FILL,
        (frame, offset, length) -> {
          fills[0]++;
          Extent extent = file.space.extentAt(0);
          assertThat(frame).isEqualTo(bad);
          assertThat(extent.lock.isWriteLocked()).isTrue();
          assertThat(extent.entry(3)).isEqualTo(PageEntry.poisonedEntry(bad));
          assertThat(caches.cache.frameTable().state(bad)).isEqualTo(FrameState.POISONED);
        });
    file.strike(3 * PAGE);
    assertThat(fills[0]).isOne();
    byte[] bytes = new byte[PAGE];
    byte[] pattern = new byte[PAGE];
    Arrays.fill(pattern, PageOffline.PATTERN);
    caches.memory.copyOut(bad, 0, MemorySegment.ofArray(bytes), 0, PAGE);
    assertThat(bytes).as("the content is destroyed").isEqualTo(pattern);
  }

  @Test
  @Tag("H4")
  void aPageIsMarkedByTheTimeItsLockIsFree() {
    file.fill(0, 8 * PAGE, 1);
    Extent extent = file.space.extentAt(0);
    long before = extent.lock.tryOptimisticRead();
    file.strike(3 * PAGE);
    assertThat(extent.lock.validate(before)).as("a read that began before").isFalse();
    assertThat(extent.lock.isWriteLocked()).isFalse();
    assertThat(file.read(3 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("H8")
  void anExtentThatDoesNotHoldTheFrameRefusesToMarkIt() {
    file.fill(0, 4 * PAGE, 1);
    TestFile other = caches.newFile("/other");
    byte[] data = other.fill(0, 4 * PAGE, 2);
    int others = other.frame(PAGE);
    Extent extent = file.space.extentAt(0);
    assertThat(caches.cache.offline(others, extent, null, true, Cause.INJECTED)).isNull();
    file.strike(2 * PAGE);
    int poisoned = file.frame(2 * PAGE);
    assertThat(caches.cache.offline(poisoned, extent, null, true, Cause.INJECTED)).isNull();
    int removed = file.frame(3 * PAGE);
    file.space.punch(3 * PAGE, PAGE);
    assertThat(caches.cache.offline(removed, file.space.extentAt(0), null, true, Cause.INJECTED))
        .isNull();
    assertThat(other.bytes(0, 4 * PAGE)).isEqualTo(data);
    assertThat(file.space.badRanges()).hasSize(1);
  }

  @Test
  @Tag("H8")
  void anOwnerWhoIsNoExtentHoldsNoPage() {
    file.fill(0, PAGE, 1);
    assertThat(caches.cache.offline(file.frame(0), new FrameOwner() {}, null, true, Cause.INJECTED))
        .isNull();
  }
}
