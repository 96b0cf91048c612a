package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
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
}
