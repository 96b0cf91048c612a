package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.backed.WritableSpace;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A disk that hangs while files are read, written and struck: for as many seconds as the property
 * {@code cordon.stall.seconds} says.
 */
class StalledDiskTest {

  private static final Duration STALL =
      Duration.ofSeconds(Integer.getInteger("cordon.stall.seconds", 1));
  private static final int PAGES = 64;

  /** In pages. A quarter of it may be dirty. */
  private static final int CACHE = 4 * 512;

  @AutoClose private final Caches caches = Caches.of(4, HugePolicy.WITHIN_SIZE);
  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();

  private final WrittenStore read = new WrittenStore(PAGES * PAGE);
  private final WrittenStore written = new WrittenStore(CACHE * PAGE);
  private final TestFile readFile = caches.newFile("/read", read);
  private final TestFile writtenFile = caches.newFile("/written", written);

  @AfterEach
  void openGates() {
    read.gate.countDown();
    read.readGate.countDown();
    written.gate.countDown();
  }

  @Test
  @Tag("H10")
  @Tag("B1")
  void readersAndStrikesNoticeNothingAndWritersStopAtTheBound() throws Exception {
    byte[] content = readFile.bytes(0, PAGES * PAGE);
    written.gate = new CountDownLatch(1);
    read.readGate = new CountDownLatch(1);
    AtomicInteger pagesWritten = new AtomicInteger();
    WritableSpace space = (WritableSpace) writtenFile.space;
    Future<?> writer =
        threads.submit(() -> {
          byte[] page = TestFile.data(3, PAGE);
          for (int i = 0; i < CACHE; i++) {
            assertThat(space.write((long) i * PAGE, MemorySegment.ofArray(page), 0, PAGE))
                .isEqualTo(PAGE);
            pagesWritten.incrementAndGet();
          }
        });
    long end = System.nanoTime() + STALL.toNanos();
    int rounds = 0;
    int strikes = 0;
    while (System.nanoTime() < end || rounds < 100) {
      int page = rounds % (PAGES / 2);
      assertThat(readFile.bytes((long) page * PAGE, PAGE))
          .isEqualTo(Arrays.copyOfRange(content, page * PAGE, (page + 1) * PAGE));
      if (strikes < PAGES / 2 && rounds % 3 == 0) {
        // Nobody reads that one again before the disk is back.
        int struck = PAGES / 2 + strikes++;
        assertThat(readFile.strike((long) struck * PAGE).message())
            .isEqualTo(MessageType.CLEAN_PAGE);
      }
      rounds++;
      Thread.sleep(1);
    }
    assertThat(strikes).isEqualTo(PAGES / 2);
    assertThat(writer.isDone()).isFalse();
    // It met the bound with the write that came after it.
    assertThat(pagesWritten.get()).isBetween(CACHE / 8, CACHE / 4 + 1);
    // A page that was written fails, too, and its reader is told at once.
    assertThat(writtenFile.strike(PAGE).message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(writtenFile.read(PAGE, 10)).isEqualTo(AddressSpace.POISONED);
    assertThat(writtenFile.bytes(2 * PAGE, PAGE)).isEqualTo(TestFile.data(3, PAGE));

    written.gate.countDown();
    read.readGate.countDown();
    writer.get();
    assertThat(pagesWritten.get()).isEqualTo(CACHE);
    assertThat(readFile.bytes(0, PAGES * PAGE)).isEqualTo(content);
    assertThat(written.failedPageWritten()).isEqualTo(-1);
  }
}
