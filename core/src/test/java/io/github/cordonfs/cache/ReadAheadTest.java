package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is read of a store before anybody asks for it. */
class ReadAheadTest {

  private static final long FILE_BYTES = 20L * HUGE + 1234;

  @AutoClose private final Caches caches = Caches.of(40, HugePolicy.WITHIN_SIZE);

  private final TestStore store = new TestStore(FILE_BYTES);
  private final TestFile file = caches.newFile("/file", store);

  private void readInOrder(long from, long to) {
    for (long at = from; at < to; at += PAGE) {
      file.assertStored(1, at, (int) Math.min(PAGE, FILE_BYTES - at));
    }
  }

  /** Waits until the store was asked for bytes up to there: by other threads. */
  private void awaitAsked(long end) throws InterruptedException {
    while (asked() < end) {
      Thread.sleep(1);
    }
  }

  private long asked() {
    return store.requests().stream().mapToLong(r -> r.position() + r.length()).max().orElse(0);
  }

  @Test
  void theNextWindowsAreReadWhileTheOneBeforeIsUsed() throws Exception {
    readInOrder(0, 4L * HUGE);
    awaitAsked(6L * HUGE);
    // Nothing that was asked for is missing: what is asked for now is asked for by others.
    file.assertStored(1, 4L * HUGE, PAGE);
    awaitAsked(8L * HUGE);
    store.gate = new CountDownLatch(1);
    try {
      readInOrder(4L * HUGE, 5L * HUGE);
    } finally {
      store.gate.countDown();
    }
  }

  @Test
  void aFileIsReadOnceAndNotBeyondItsEnd() throws Exception {
    readInOrder(0, FILE_BYTES);
    awaitAsked(FILE_BYTES);
    assertThat(store.requests().stream().mapToLong(TestStore.Request::length).sum())
        .isEqualTo(FILE_BYTES);
    assertThat(asked()).isEqualTo(FILE_BYTES);
    assertThat(caches.cache.usage().hugeFolios()).isEqualTo(19);
    caches.check();
  }

  @Test
  void whoStopsHasReadNoMoreThanThreeWindowsInAdvance() throws Exception {
    readInOrder(0, 4L * HUGE + PAGE);
    awaitAsked(8L * HUGE);
    Thread.sleep(20);
    assertThat(asked()).isEqualTo(8L * HUGE);
  }

  @Test
  void aSmallCacheIsNotFilledWithWhatNobodyAskedFor() {
    try (Caches small = Caches.of(6, HugePolicy.WITHIN_SIZE)) {
      TestFile inSmall = small.newFile("/file", store);
      for (long at = 0; at < 4L * HUGE; at += PAGE) {
        inSmall.assertStored(1, at, PAGE);
      }
      assertThat(asked()).isEqualTo(4L * HUGE);
    }
  }
}
