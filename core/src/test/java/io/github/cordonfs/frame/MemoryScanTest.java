package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looking through memory in the background. */
class MemoryScanTest {

  @Test
  @Tag("U7")
  @Tag("F2")
  void anErrorOnceDoesNotEndItForGood() throws InterruptedException {
    CountDownLatch again = new CountDownLatch(2);
    MemoryScan scan =
        new MemoryScan() {
          @Override
          protected boolean scan(int blocks) {
            again.countDown();
            if (again.getCount() > 0) {
              throw new OutOfMemoryError("as the test wants");
            }
            return false;
          }
        };
    try {
      scan.start(1L << 30);
      assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      Reference.reachabilityFence(scan);
    }
  }
}
