package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.frame.FrameState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Frames that fail on their way into a file. Three frames are left in the first block, so whoever
 * wants more has those three in transit while the second block is populated.
 */
@Tag("H15")
@Tag("S3")
class FailureInTransitTest {

  @AutoClose private final Caches caches = Caches.of(2, HugePolicy.NEVER);

  private final TestFile file = caches.newFile("/file");
  private final List<MemoryFailureEvent> events = new ArrayList<>();

  @BeforeEach
  void leaveThreeFramesInTheFirstBlock() {
    caches.newFile("/ballast").fill(0, 509 * PAGE, 1);
    assertThat(caches.cache.usage().residentBytes()).isEqualTo(HUGE);
  }

  /** Strikes frames of the first block that are in transit when the second one is populated. */
  private void strikeInTransit(int count) {
    caches.store.duringPopulate(block -> {
      for (int frame = 0; frame < 512 && events.size() < count; frame++) {
        if (caches.cache.frameTable().state(frame) == FrameState.TRANSIT) {
          events.add(caches.failure.strike(frame));
        }
      }
    });
  }

  private void assertQuarantinedOutOfNoFile(int count) {
    assertThat(events).hasSize(count);
    for (MemoryFailureEvent event : events) {
      assertThat(event.message()).isEqualTo(MessageType.FREE);
      assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
      assertThat(event.pageIndex()).isEqualTo(-1);
      assertThat(caches.cache.frameTable().state(event.frame())).isEqualTo(FrameState.QUARANTINED);
    }
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo((long) count * PAGE);
    assertThat(file.space.hasPoison()).isFalse();
  }

  @Test
  void aWriterNoticesNothing() {
    strikeInTransit(1);
    byte[] data = file.fill(0, 5 * PAGE, 2);
    assertThat(file.bytes(0, 5 * PAGE)).isEqualTo(data);
    assertQuarantinedOutOfNoFile(1);
  }

  @Test
  void aWriterNoticesNothingThoughAllItsFramesFail() {
    strikeInTransit(3);
    byte[] data = file.fill(0, 5 * PAGE, 2);
    assertThat(file.bytes(0, 5 * PAGE)).isEqualTo(data);
    assertQuarantinedOutOfNoFile(3);
  }

  @Test
  void aReservationNoticesNothing() {
    strikeInTransit(2);
    assertThat(file.space.allocate(0, 5 * PAGE, false)).isZero();
    file.assertZero(0, 5 * PAGE);
    assertThat(file.space.allocatedBytes()).isEqualTo(5 * PAGE);
    assertQuarantinedOutOfNoFile(2);
  }

  @Test
  void aFailureThatTakesTheLastFrameIsNoSpace() {
    strikeInTransit(2);
    byte[] data = TestFile.data(2, 515 * PAGE);
    assertThat(file.write(0, data)).isEqualTo(513 * PAGE);
    assertThat(caches.freeFrames()).isZero();
    assertQuarantinedOutOfNoFile(2);
  }

  @Test
  @Tag("H1")
  @Tag("F4")
  void aBlockWhoseFrameFailsWhileItIsPopulatedMakesNoHugeFolio() {
    try (Caches always = Caches.of(2, HugePolicy.ALWAYS)) {
      always.store.duringPopulate(block -> {
        if (block == 0) {
          assertThat(always.failure.strike(100).message()).isEqualTo(MessageType.FREE);
        }
      });
      TestFile huge = always.newFile("/huge");
      huge.fill(0, HUGE, 1);
      assertThat(huge.frame(0)).isEqualTo(512);
      byte[] data = huge.fill(HUGE, 511 * PAGE, 2);
      assertThat(always.cache.usage().hugeFolios()).isOne();
      assertThat(huge.bytes(HUGE, 511 * PAGE)).isEqualTo(data);
      assertThat(huge.write(3L * HUGE, new byte[1])).isEqualTo(AddressSpace.NO_SPACE);
    }
  }

  @Test
  @Tag("A3")
  @Tag("H2")
  void aFrameThatFailsWhileItsPageIsWrittenPoisonsThePage() throws InterruptedException {
    List<Thread> strikers = new ArrayList<>();
    caches.memory.each(
        Moment.AFTER_COPY_IN,
        (frame, offset, length) ->
            strikers.add(
                Thread.ofPlatform()
                    .start(() -> events.add(caches.fail(frame, FailureSource.SCRUB)))));
    assertThat(file.write(0, TestFile.data(1, 2 * PAGE))).isEqualTo(2 * PAGE);
    caches.memory.quiet();
    assertThat(strikers).hasSize(1);
    strikers.getFirst().join();
    assertThat(events.getFirst().message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(events.getFirst().pageIndex()).isZero();
    assertThat(file.read(0, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.bytes(PAGE, PAGE))
        .isEqualTo(Arrays.copyOfRange(TestFile.data(1, 2 * PAGE), PAGE, 2 * PAGE));
  }
}
