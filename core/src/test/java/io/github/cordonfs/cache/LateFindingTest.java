package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.SpyMemory.Intruder;
import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An access meets bad memory while the kernel is still at work on it: the first looks at the frame
 * find nothing. No operation takes that for an error of the caller's own.
 */
@Tag("S51")
class LateFindingTest {

  private static final int LOOKS = 2;

  @AutoClose private final Caches caches = Caches.of(4, HugePolicy.NEVER);

  private final TestFile file = caches.newFile("/file");
  private final List<MemoryFailureEvent> told = new ArrayList<>();
  private byte[] data;

  @BeforeEach
  void fill() {
    data = file.fill(0, 4 * PAGE, 1);
    caches.failure.addListener(told::add);
  }

  /** Every access to a frame fails from now on, and it is some looks until that can be seen. */
  private void goBad(int bad) {
    caches.memory.goBad(bad, LOOKS);
    Intruder error =
        (frame, offset, length) -> {
          if (bad >= frame && bad <= frame + ((offset + length - 1) >> Frames.FRAME_SHIFT)) {
            throw new InternalError("bad memory");
          }
        };
    caches.memory.each(Moment.BEFORE_COPY_OUT, error);
    caches.memory.each(Moment.BEFORE_COPY_IN, error);
    caches.memory.each(Moment.BEFORE_FILL, error);
    Intruder frames = (frame, offset, count) -> error.run(frame, 0, count * PAGE);
    caches.memory.each(Moment.BEFORE_COPY_FRAMES, frames);
    caches.memory.each(Moment.AFTER_COPY_FRAMES, frames);
  }

  private void assertToldOnce(MessageType message) {
    caches.memory.quiet();
    caches.failure.deliverReports();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().message()).isEqualTo(message);
    assertThat(told.getFirst().source()).isEqualTo(FailureSource.HARDWARE);
  }

  @Test
  @Tag("A1")
  void aReadIsToldOfThePage() {
    goBad(file.frame(0));
    assertThat(file.read(0, PAGE)).isEqualTo(AddressSpace.POISONED);
    assertToldOnce(MessageType.MEMORY_PAGE);
  }

  @Test
  @Tag("A2")
  void aReadEndsBeforeThePage() {
    goBad(file.frame(2 * PAGE));
    assertThat(file.read(0, 4 * PAGE)).isEqualTo(2 * PAGE);
    assertToldOnce(MessageType.MEMORY_PAGE);
  }

  @Test
  @Tag("A3")
  void aWriteEndsBeforeThePage() {
    goBad(file.frame(2 * PAGE));
    assertThat(file.write(0, TestFile.data(2, 4 * PAGE))).isEqualTo(2 * PAGE);
    assertToldOnce(MessageType.MEMORY_PAGE);
  }

  @Test
  @Tag("S19")
  void anErrorThatNoLookExplainsIsTheReadersOwn() {
    caches.memory.once(
        Moment.BEFORE_COPY_OUT,
        () -> {
          throw new InternalError("an earlier access of the reader's");
        });
    assertThatThrownBy(() -> file.read(0, PAGE)).isInstanceOf(InternalError.class);
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
  }

  @Test
  @Tag("S19")
  void anErrorThatDoesNotEndIsTheWritersOwn() {
    caches.memory.each(
        Moment.BEFORE_COPY_IN,
        (_, _, _) -> {
          throw new InternalError("the writer's memory");
        });
    assertThatThrownBy(() -> file.write(0, new byte[PAGE])).isInstanceOf(InternalError.class);
    caches.memory.quiet();
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
    assertThat(told).isEmpty();
  }

  @Test
  void anInterruptedThreadLooksAsOften() {
    goBad(file.frame(0));
    Thread.currentThread().interrupt();
    assertThat(file.read(0, PAGE)).isEqualTo(AddressSpace.POISONED);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertToldOnce(MessageType.MEMORY_PAGE);
  }

  @Test
  @Tag("H15")
  void aNewPageGetsAnotherFrame() {
    goBad(nextFrame());
    byte[] more = TestFile.data(2, 3 * PAGE);
    assertThat(file.write(4 * PAGE, more)).isEqualTo(3 * PAGE);
    assertToldOnce(MessageType.FREE);
    assertThat(file.bytes(4 * PAGE, 3 * PAGE)).isEqualTo(more);
  }

  @Test
  @Tag("H15")
  void aNewFileGetsAnotherFrame() {
    TestFile small = caches.newFile("/small");
    goBad(nextFrame());
    byte[] bytes = TestFile.data(2, 100);
    assertThat(small.write(0, bytes)).isEqualTo(100);
    assertToldOnce(MessageType.FREE);
    assertThat(small.bytes(0, 100)).isEqualTo(bytes);
  }

  /** The frame that whoever wants one gets next. */
  private int nextFrame() {
    int next = caches.cache.allocator.allocate(0);
    caches.cache.free(next, 0);
    return next;
  }

  @Test
  @Tag("S18")
  void aReservedPageGetsAnotherFrame() {
    file.space.allocate(4 * PAGE, PAGE, false);
    int bad = file.frame(4 * PAGE);
    goBad(bad);
    assertThat(file.space.instantiate(4 * PAGE)).isNotNegative().isNotEqualTo(bad);
    assertToldOnce(MessageType.FREE);
    file.assertZero(4 * PAGE, PAGE);
  }

  @Test
  @Tag("R7")
  void aRestoredPageGetsAnotherFrame() {
    file.strike(PAGE);
    told.clear();
    goBad(nextFrame());
    byte[] bytes = TestFile.data(3, PAGE);
    List<ByteRange> restored = new ArrayList<>();
    assertThat(file.space.restore(file.space.pageAt(PAGE), MemorySegment.ofArray(bytes), restored))
        .isZero();
    assertThat(restored).hasSize(1);
    assertToldOnce(MessageType.FREE);
    assertThat(file.bytes(PAGE, PAGE)).isEqualTo(bytes);
  }

  @Test
  @Tag("O1")
  void softOfflineOfAPageThatIsBad() {
    int frame = file.frame(PAGE);
    goBad(frame);
    assertThat(new SoftOffline(caches.cache).softOffline(frame))
        .isEqualTo(SoftOfflineResult.FAILED);
    assertToldOnce(MessageType.MEMORY_PAGE);
    assertThat(file.read(PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("O1")
  @Tag("H15")
  void softOfflineToAFrameThatIsBadTakesAnother() {
    goBad(nextFrame());
    assertThat(new SoftOffline(caches.cache).softOffline(file.frame(PAGE)))
        .isEqualTo(SoftOfflineResult.MIGRATED);
    assertToldOnce(MessageType.FREE);
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
  }

  @Test
  @Tag("F3")
  void aCollapseLeavesTheRangeAlone() {
    goBad(file.frame(PAGE));
    assertThat(SpaceCollapse.collapse(file.space, 0, HUGE).joined()).isZero();
    assertToldOnce(MessageType.MEMORY_PAGE);
  }

  @Test
  @Tag("R3")
  void aPageThatIsPunchedInPartIsLost() {
    goBad(file.frame(PAGE));
    assertThat(file.space.punch(PAGE + 10, 100)).isZero();
    assertToldOnce(MessageType.MEMORY_PAGE);
    assertThat(file.read(PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("R3")
  void aPageThatIsCutInPartAndNeverFoundBadIsNotRead() {
    int bad = file.frame(PAGE);
    goBad(bad);
    caches.memory.mend(bad);
    assertThat(file.space.truncate(PAGE + 10)).isZero();
    assertToldOnce(MessageType.MEMORY_PAGE);
    assertThat(file.space.size()).isEqualTo(PAGE + 10);
    assertThat(file.space.truncate(2 * PAGE)).isZero();
    assertThat(file.read(PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("R3")
  void aPageWhoseMemoryRefusesOnceIsCleared() {
    caches.memory.once(
        Moment.BEFORE_FILL,
        () -> {
          throw new InternalError("the kernel is at work");
        });
    assertThat(file.space.truncate(PAGE + 10)).isZero();
    assertThat(file.space.truncate(2 * PAGE)).isZero();
    assertThat(file.bytes(PAGE, 10)).isEqualTo(Arrays.copyOfRange(data, PAGE, PAGE + 10));
    file.assertZero(PAGE + 10, PAGE - 10);
  }

  @Test
  @Tag("U5")
  @Tag("H7")
  void aStrikeOfBadMemoryIsReportedAndTheMemoryDoesNotComeBack() {
    int frame = file.frame(PAGE);
    goBad(frame);
    MemoryFailureEvent event = file.strike(PAGE);
    caches.memory.quiet();
    assertThat(told).containsExactly(event);
    assertThat(caches.cache.frameTable().cause(frame)).isEqualTo(Cause.HARDWARE);
    assertThat(caches.failure.counters().outOfServiceBytes(FailureSource.HARDWARE)).isEqualTo(PAGE);
    file.space.punch(PAGE, PAGE);
    assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.QUARANTINED);
  }
}
