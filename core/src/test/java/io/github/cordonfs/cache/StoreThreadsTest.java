package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.backed.BackedSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The threads that read from stores of which an interrupt would close the channel. */
class StoreThreadsTest {

  /** Threads that read. */
  private static final int READERS = 32;

  /** Pages of the windows before the one with which reading ahead begins: 4 and 16. */
  private static final int BEFORE = 20;

  /** Not waited for at the end: what this proves is that they end. */
  @AutoClose("shutdownNow")
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  @AutoClose private final Caches caches = Caches.of(16, HugePolicy.WITHIN_SIZE);

  private TestFile newFile(String name, TestStore store) {
    store.direct = false;
    return caches.newFile(name, store);
  }

  /**
   * Windows that were to be read ahead wait for a thread, and then somebody wants them: the readers
   * take up the work that waits, and do not wait for it themselves.
   */
  @Test
  @Tag("B8")
  void readersDoNotWaitForWhatIsQueuedBehindThem() throws Exception {
    List<TestFile> inOrder = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      TestFile file = newFile("/" + i, new TestStore(HUGE));
      for (int page = 0; page < BEFORE; page++) {
        file.assertStored(1, (long) page * PAGE, PAGE);
      }
      inOrder.add(file);
    }
    TestStore stalled = new TestStore(READERS * (long) HUGE);
    stalled.gate = new CountDownLatch(1);
    TestFile slow = newFile("/slow", stalled);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      long at = (long) i * HUGE + 100 * PAGE;
      all.add(threads.submit(() -> slow.assertStored(1, at, PAGE)));
    }
    stalled.awaitWaiting(READERS);
    for (TestFile file : inOrder) {
      all.add(threads.submit(() -> file.assertStored(1, BEFORE * PAGE, PAGE)));
    }
    awaitClaims(inOrder);
    for (TestFile file : inOrder) {
      // In the window after that one, which is queued.
      all.add(threads.submit(() -> file.assertStored(1, (BEFORE + 64) * PAGE, PAGE)));
    }
    Thread.sleep(100);
    stalled.gate.countDown();
    for (Future<?> each : all) {
      each.get(30, TimeUnit.SECONDS);
    }
    caches.check();
  }

  private static void awaitClaims(List<TestFile> files) throws InterruptedException {
    for (TestFile file : files) {
      while (!((BackedSpace) file.space).isReading()) {
        Thread.sleep(1);
      }
    }
  }
}
