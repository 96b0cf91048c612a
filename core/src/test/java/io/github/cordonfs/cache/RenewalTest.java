package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.failure.Patrol;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.frame.FrameState;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames of bad memory that come back with fresh memory behind them. */
class RenewalTest {

  @Test
  @Tag("U4")
  void aFrameIsRenewedOnceAndNotWhenItIsInServiceAgain() throws InterruptedException {
    try (Caches caches = Caches.of(2, HugePolicy.NEVER)) {
      TestFile file = caches.newFile("/file");
      file.fill(0, PAGE, 1);
      int frame = file.frame(0);
      AtomicInteger renewals = new AtomicInteger();
      // As the patrol does, which finds the frame in quarantine.
      Thread patrol = Thread.ofPlatform().unstarted(() -> caches.cache.renew(frame));
      caches.store.renewal(renewed -> {
        if (renewals.incrementAndGet() == 1) {
          patrol.start();
          try {
            patrol.join(500);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        return true;
      });
      caches.fail(frame, FailureSource.HARDWARE);
      file.space.punch(0, PAGE);
      patrol.join();
      assertThat(renewals).hasValue(1);
      assertThat(caches.cache.outOfServiceBytes()).isZero();
    }
  }

  /** Lets a frame in transit fail, and gives it back. */
  private static int failInTransit(Caches caches) {
    int frame = caches.cache.allocator.allocate(0);
    MemoryFailureEvent event = caches.fail(frame, FailureSource.SCRUB);
    assertThat(event).isNotNull();
    assertThat(event.message()).isEqualTo(MessageType.FREE);
    assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.TRANSIT_POISONED);
    caches.cache.free(frame, 0);
    return frame;
  }

  @Test
  @Tag("S49")
  @Tag("H15")
  void aFrameThatFailedInTransitIsRenewedWhenItComesBack() {
    try (Caches caches = Caches.of(2, HugePolicy.NEVER)) {
      caches.store.renewal(_ -> true);
      int frame = failInTransit(caches);
      assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.FREE);
      assertThat(caches.cache.outOfServiceBytes()).isZero();
    }
  }

  @Test
  @Tag("S49")
  @Tag("H15")
  void aFrameThatFailsBeforeItIsAPagesIsRenewedByTheWriter() {
    try (Caches caches = Caches.of(2, HugePolicy.NEVER)) {
      caches.store.renewal(_ -> true);
      caches.newFile("/ballast").fill(0, 509 * PAGE, 1);
      AtomicInteger failed = new AtomicInteger();
      caches.store.duringPopulate(_ -> {
        for (int frame = 0; frame < 512; frame++) {
          if (caches.cache.frameTable().state(frame) == FrameState.TRANSIT) {
            failed.addAndGet(caches.fail(frame, FailureSource.SCRUB) == null ? 0 : 1);
          }
        }
      });
      TestFile file = caches.newFile("/file");
      byte[] data = file.fill(0, 5 * PAGE, 2);
      assertThat(failed).hasValue(3);
      assertThat(file.bytes(0, 5 * PAGE)).isEqualTo(data);
      assertThat(caches.cache.outOfServiceBytes()).isZero();
    }
  }

  @Test
  @Tag("S49")
  @Tag("U7")
  void thePatrolRenewsWhatCouldNotBeRenewedAtOnceWhateverItsMemoryLooksLike() {
    try (Caches caches = Caches.of(2, HugePolicy.NEVER)) {
      caches.store.renewal(_ -> false);
      int frame = failInTransit(caches);
      caches.memory.mend(frame);
      assertThat(caches.cache.outOfServiceBytes()).isEqualTo(PAGE);
      caches.store.renewal(_ -> true);
      var _ = new Patrol(caches.cache, caches.failure).walkAll();
      assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.FREE);
      assertThat(caches.cache.outOfServiceBytes()).isZero();
    }
  }

  @Test
  @Tag("S17")
  @Tag("S49")
  void thePatrolLeavesInjectedFailuresAndSuspectsInQuarantine() {
    try (Caches caches = Caches.of(2, HugePolicy.NEVER)) {
      caches.store.renewal(_ -> true);
      TestFile file = caches.newFile("/file");
      file.fill(0, 2 * PAGE, 1);
      file.strike(0);
      file.space.punch(0, PAGE);
      new SoftOffline(caches.cache).softOffline(file.frame(PAGE));
      assertThat(caches.cache.outOfServiceBytes()).isEqualTo(2 * PAGE);
      var _ = new Patrol(caches.cache, caches.failure).walkAll();
      assertThat(caches.cache.outOfServiceBytes()).isEqualTo(2 * PAGE);
    }
  }
}
