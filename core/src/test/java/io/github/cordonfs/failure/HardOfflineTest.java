package io.github.cordonfs.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.Caches;
import io.github.cordonfs.cache.SpyMemory;
import io.github.cordonfs.cache.TestFile;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardOfflineTest {

  private static final int PAGE = TestFile.PAGE;

  @AutoClose private final Caches caches = Caches.of(3, HugePolicy.NEVER);

  private final HardOffline failure = caches.failure;
  private final TestFile file = caches.newFile("/file");

  private byte state(int frame) {
    return caches.cache.frameTable().state(frame);
  }

  @Test
  @Tag("H1")
  void aFreeFrameIsTakenOutOfService() {
    file.fill(0, 4 * PAGE, 1);
    int free = file.frame(3 * PAGE) + 1;
    MemoryFailureEvent event = caches.fail(free, FailureSource.SCRUB);
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(event.message()).isEqualTo(MessageType.FREE);
    assertThat(event.pageIndex()).isEqualTo(-1);
    assertThat(event.paths()).isEmpty();
    assertThat(event.unlinked()).isFalse();
    assertThat(state(free)).isEqualTo(FrameState.QUARANTINED);
    assertThat(caches.freeFrames()).isEqualTo(3 * 512 - 5);
  }

  @Test
  @Tag("H1")
  void aFreeFrameOfABlockInUseIsTakenOutOfService() {
    byte[] data = file.fill(0, 4 * PAGE, 1);
    int free = file.frame(3 * PAGE) + 1;
    assertThat(failure.strike(free).message()).isEqualTo(MessageType.FREE);
    file.fill(4 * PAGE, 4 * PAGE, 2);
    assertThat(file.frame(4 * PAGE)).isNotEqualTo(free);
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
  }

  @Test
  @Tag("H4")
  void aPageOfAFileStaysInItPoisoned() {
    file.fill(0, 4 * PAGE, 1);
    int frame = file.frame(2 * PAGE);
    MemoryFailureEvent event = failure.strike(frame);
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(event.message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(state(frame)).isEqualTo(FrameState.POISONED);
    assertThat(file.frame(2 * PAGE)).isEqualTo(frame);
    assertThat(file.read(2 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("H4")
  void aHardwareFailureDoesNotTouchTheFrame() {
    file.fill(0, 4 * PAGE, 1);
    caches.memory.each(
        SpyMemory.Moment.BEFORE_FILL,
        (frame, offset, length) -> {
          throw new AssertionError("store into frame " + frame);
        });
    caches.fail(file.frame(0), FailureSource.HARDWARE);
    caches.fail(file.frame(PAGE), FailureSource.SCRUB);
    assertThat(file.space.badRanges()).hasSize(1);
  }

  @Test
  @Tag("H7")
  @Tag("S4")
  void aPoisonedFrameIsNotPoisonedAgain() {
    file.fill(0, PAGE, 1);
    int frame = file.frame(0);
    List<MemoryFailureEvent> told = new ArrayList<>();
    failure.strike(frame);
    failure.addListener(told::add);
    MemoryFailureEvent again = failure.strike(frame);
    assertThat(again.message()).isEqualTo(MessageType.ALREADY_POISONED);
    assertThat(again.outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(told).isEmpty();
    assertThat(failure.counters().total()).isOne();
    assertThat(failure.counters().outOfServiceBytes()).isEqualTo(PAGE);
    file.space.destroy();
    assertThat(caches.fail(frame, FailureSource.HARDWARE).message())
        .isEqualTo(MessageType.ALREADY_POISONED);
    assertThat(failure.counters().total()).isOne();
  }

  @Test
  @Tag("S5")
  void aFrameWhosePageLeftTheFileSinceItWasLookedUpIsReportedAsWhatItIsByThen() {
    file.fill(0, 4 * PAGE, 1);
    int punched = file.space.instantiate(PAGE);
    file.space.punch(PAGE, PAGE);
    MemoryFailureEvent event = failure.strike(punched);
    assertThat(event.message()).isEqualTo(MessageType.FREE);
    assertThat(event.paths()).isEmpty();
    int moved = file.space.instantiate(0);
    file.space.punch(0, PAGE);
    TestFile other = caches.newFile("/other");
    other.fill(0, 1500 * PAGE, 2);
    event = failure.strike(moved);
    assertThat(event.paths()).containsExactly("/other");
    assertThat(other.frame(event.pageIndex() * PAGE)).isEqualTo(moved);
    assertThat(file.space.hasPoison()).isFalse();
  }

  @Test
  @Tag("H7")
  void aFreeFrameThatFailedIsNotCountedAgain() {
    failure.strike(5);
    assertThat(failure.strike(5).message()).isEqualTo(MessageType.ALREADY_POISONED);
    assertThat(failure.counters().total()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 3 * 512, Integer.MAX_VALUE})
  @Tag("H13")
  void aFrameThatIsNotThereIsRefusedByNumber(int frame) {
    assertThatThrownBy(() -> failure.strike(frame))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(frame));
  }

  @Test
  @Tag("H13")
  void anAddressOutsideTheMemoryIsRefusedByName() {
    assertThatThrownBy(() -> failure.frameOfAddress(0xABCDEFL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0xabcdef");
    file.fill(0, PAGE, 1);
    int frame = file.frame(0);
    assertThat(failure.frameOfAddress(caches.cache.memory().address(frame) + 5)).isEqualTo(frame);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("H14")
  void failuresAreCountedBySource(FailureSource source) {
    file.fill(0, 4 * PAGE, 1);
    caches.fail(file.frame(0), source);
    caches.fail(file.frame(PAGE), source);
    caches.fail(file.frame(3 * PAGE) + 1, source);
    assertThat(failure.counters().of(source)).isEqualTo(new Counts(3, 0, 0, 0, 3));
    assertThat(failure.counters().total()).isEqualTo(3);
    assertThat(failure.counters().outOfServiceBytes()).isEqualTo(3 * PAGE);
    assertThat(failure.counters().outOfServiceBytes(source)).isEqualTo(3 * PAGE);
    for (FailureSource other : FailureSource.values()) {
      if (other != source) {
        assertThat(failure.counters().of(other)).isEqualTo(new Counts(0, 0, 0, 0, 0));
        assertThat(failure.counters().outOfServiceBytes(other)).isZero();
      }
    }
  }

  @Test
  @Tag("U1")
  void theSameSeedChoosesTheSameFramesInUse() {
    file.fill(0, 100 * PAGE, 1);
    int[] chosen = failure.chooseInUse(42, 10);
    assertThat(chosen).hasSize(10).doesNotHaveDuplicates().isEqualTo(failure.chooseInUse(42, 10));
    assertThat(failure.chooseInUse(43, 10)).isNotEqualTo(chosen);
    for (int frame : chosen) {
      assertThat(state(frame)).isEqualTo(FrameState.IN_USE);
    }
    file.strike(0);
    int poisoned = file.frame(0);
    int[] all = failure.chooseInUse(1, 1000);
    assertThat(all).hasSize(99).doesNotHaveDuplicates().doesNotContain(poisoned);
    assertThat(failure.chooseInUse(1, 0)).isEmpty();
  }

  @Test
  void everyFrameStateHasItsEntryInTheTable() {
    assertThat(ErrorState.of(FrameState.FREE)).isEqualTo(ErrorState.FREE);
    assertThat(ErrorState.of(FrameState.TRANSIT)).isEqualTo(ErrorState.IN_TRANSIT);
    assertThat(ErrorState.of(FrameState.IN_USE)).isEqualTo(ErrorState.IN_FILE);
    for (byte bad :
        new byte[] {
          FrameState.POISONED, FrameState.QUARANTINED, FrameState.TRANSIT_POISONED,
        }) {
      assertThat(ErrorState.of(bad)).isEqualTo(ErrorState.ALREADY_POISONED);
    }
  }

  @Test
  @Tag("H2")
  void aStaleOwnerInTheTableIsAskedAndDeclines() {
    byte[] data = file.fill(0, 4 * PAGE, 1);
    TestFile other = caches.newFile("/other");
    other.fill(0, PAGE, 2);
    ErrorState.Failure stale =
        new ErrorState.Failure(caches.cache, 1200, null, Cause.INJECTED, true);
    assertThat(ErrorState.IN_FILE.handle(stale)).as("nobody's frame").isNull();
    ErrorState.Failure used =
        new ErrorState.Failure(caches.cache, other.frame(0), null, Cause.INJECTED, true);
    assertThat(ErrorState.FREE.handle(used)).as("no free frame").isNull();
    assertThat(ErrorState.IN_TRANSIT.handle(used)).as("not in transit").isNull();
    assertThat(Arrays.equals(file.bytes(0, 4 * PAGE), data)).isTrue();
    assertThat(other.bytes(0, 1)).hasSize(1);
  }
}
