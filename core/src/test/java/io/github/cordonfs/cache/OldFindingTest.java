package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A frame was found bad; by the time somebody acts on it, its memory is good, and it may be
 * anybody's. Nothing happens to it, and nothing is reported.
 */
@ParameterizedClass
@EnumSource(
    value = FailureSource.class,
    names = {"HARDWARE", "SCRUB"})
@Tag("S48")
@Tag("H8")
class OldFindingTest {

  @AutoClose private final Caches caches = Caches.of(2, HugePolicy.NEVER);

  @Parameter FailureSource source;

  private final FrameTable table = caches.cache.frameTable();
  private final TestFile file = caches.newFile("/file");
  private final TestFile next = caches.newFile("/next");
  private final List<MemoryFailureEvent> told = new ArrayList<>();
  private boolean mends = true;
  private int frame;

  @BeforeEach
  void fill() {
    file.fill(0, 4 * PAGE, 1);
    frame = file.frame(PAGE);
    caches.failure.addListener(told::add);
    caches.store.renewal(renewed -> {
      if (mends) {
        caches.memory.mend(renewed);
      }
      return true;
    });
  }

  private BadFrame findBad() {
    caches.memory.goBad(frame);
    return Objects.requireNonNull(caches.cache.findBad(frame));
  }

  /** The frame fails, is reported, leaves its file, and is renewed. */
  private void renewFrame() {
    assertThat(caches.fail(frame, FailureSource.HARDWARE)).isNotNull();
    file.space.punch(PAGE, PAGE);
    assertThat(table.state(frame)).isEqualTo(FrameState.FREE);
    assertThat(told).hasSize(1);
    told.clear();
  }

  /** Takes what is free until it is the frame. */
  private List<Integer> allocateUpToFrame() {
    List<Integer> taken = new ArrayList<>();
    do {
      taken.add(caches.cache.allocator.allocate(0));
    } while (taken.getLast() != frame);
    return taken;
  }

  private void assertNothingHappens(BadFrame found) {
    byte state = table.state(frame);
    long failures = caches.failure.counters().total();
    assertThat(caches.failure.hardOffline(found, source)).isNull();
    assertThat(table.state(frame)).isEqualTo(state);
    assertThat(caches.failure.counters().total()).isEqualTo(failures);
    assertThat(told).isEmpty();
    assertThat(caches.cache.outOfServiceBytes()).isZero();
  }

  /** What tells the old finding from a new one. */
  enum Sign {
    /** A look at the memory. */
    LOOK,
    /** The incarnation only: who looks finds it bad, as there may be a kernel still at work. */
    INCARNATION
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsAnotherFilesByNow(Sign sign) {
    BadFrame found = findBad();
    mends = sign == Sign.LOOK;
    renewFrame();
    byte[] data = next.fill(0, 600 * PAGE, 2);
    assertThat(table.state(frame)).isEqualTo(FrameState.IN_USE);
    assertNothingHappens(found);
    assertThat(next.space.hasPoison()).isFalse();
    assertThat(next.bytes(0, 600 * PAGE)).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsFreeByNow(Sign sign) {
    BadFrame found = findBad();
    mends = sign == Sign.LOOK;
    renewFrame();
    assertNothingHappens(found);
    assertThat(table.state(frame)).isEqualTo(FrameState.FREE);
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsInTransitByNow(Sign sign) {
    BadFrame found = findBad();
    mends = sign == Sign.LOOK;
    renewFrame();
    List<Integer> taken = allocateUpToFrame();
    assertNothingHappens(found);
    taken.forEach(each -> caches.cache.free(each, 0));
    assertThat(table.state(frame)).isEqualTo(FrameState.FREE);
  }

  @Test
  void aFrameThatWasRestoredInAnother() {
    BadFrame found = findBad();
    assertThat(caches.fail(frame, FailureSource.HARDWARE)).isNotNull();
    told.clear();
    MemorySegment bytes = MemorySegment.ofArray(TestFile.data(3, PAGE));
    List<ByteRange> restored = new ArrayList<>();
    assertThat(file.space.restore(file.space.pageAt(PAGE), bytes, restored)).isZero();
    assertThat(restored).hasSize(1);
    next.fill(0, 600 * PAGE, 2);
    assertNothingHappens(found);
  }

  @Test
  void aFrameOfADeletedFile() {
    BadFrame found = findBad();
    assertThat(caches.fail(frame, FailureSource.HARDWARE)).isNotNull();
    told.clear();
    file.space.destroy();
    next.fill(0, 600 * PAGE, 2);
    assertNothingHappens(found);
  }

  @Test
  void aFrameThatCanBeReadAfterAll() {
    BadFrame found = findBad();
    caches.memory.mend(frame);
    assertNothingHappens(found);
    assertThat(file.bytes(PAGE, PAGE)).hasSize(PAGE);
  }

  @Test
  void aFrameWhoseBlockWasGivenBack() {
    BadFrame found = findBad();
    file.space.truncate(0);
    caches.cache.allocator.trim(0);
    assertThat(caches.cache.usage().residentBytes()).isZero();
    assertNothingHappens(found);
    next.fill(0, 600 * PAGE, 2);
    assertThat(table.state(frame)).isEqualTo(FrameState.IN_USE);
    assertNothingHappens(found);
  }

  @Test
  void aPageOfAHugeFolio() {
    try (Caches always = Caches.of(2, HugePolicy.ALWAYS)) {
      TestFile huge = always.newFile("/huge");
      huge.fill(0, HUGE, 1);
      int bad = huge.frame(5 * PAGE);
      always.memory.goBad(bad);
      BadFrame found = Objects.requireNonNull(always.cache.findBad(bad));
      always.memory.mend(bad);
      assertThat(always.failure.hardOffline(found, source)).isNull();
      assertThat(always.cache.usage().hugeFolios()).as("not even split").isOne();
    }
  }

  /** Two readers meet one bad page; one of them heals it while the other has just found it. */
  @ParameterizedTest
  @EnumSource
  @Tag("A1")
  void aReaderWhoComesSecondTakesNothing(Sign sign) {
    mends = sign == Sign.LOOK;
    caches.memory.once(
        Moment.BEFORE_COPY_OUT,
        () -> {
          caches.memory.goBad(frame);
          throw new InternalError("bad memory");
        });
    byte[] data = new byte[600 * PAGE];
    caches.memory.each(
        Moment.AFTER_PROBE,
        (probed, offset, length) -> {
          if (probed == frame) {
            caches.memory.quiet();
            renewFrame();
            System.arraycopy(next.fill(0, 600 * PAGE, 2), 0, data, 0, data.length);
          }
        });
    byte[] read = new byte[4 * PAGE];
    assertThat(file.read(0, read)).as("a hole is there now").isEqualTo(4 * PAGE);
    caches.failure.deliverReports();
    assertThat(told).isEmpty();
    assertThat(table.state(frame)).isEqualTo(FrameState.IN_USE);
    assertThat(next.space.hasPoison()).isFalse();
    assertThat(next.bytes(0, 600 * PAGE)).isEqualTo(data);
    assertThat(caches.cache.outOfServiceBytes()).isZero();
  }

  @Test
  @Tag("H1")
  void aFreeFrameThatIsStillBadIsTakenOutAndNobodyGetsItMeanwhile() {
    BadFrame found = findBad();
    file.space.truncate(0);
    List<Integer> others = new ArrayList<>();
    caches.memory.each(
        Moment.BEFORE_PROBE,
        (probed, offset, length) -> {
          caches.memory.quiet();
          // Somebody takes all there is while it is looked at.
          for (int each = caches.cache.allocator.allocate(0);
              each != Frames.NONE;
              each = caches.cache.allocator.allocate(0)) {
            others.add(each);
          }
        });
    mends = false;
    caches.store.renewal(_ -> false);
    assertThat(caches.failure.hardOffline(found, source)).isNotNull();
    assertThat(others).hasSize(2 * 512 - 1).doesNotContain(frame);
    assertThat(table.state(frame)).isEqualTo(FrameState.QUARANTINED);
    others.forEach(each -> caches.cache.free(each, 0));
  }
}
