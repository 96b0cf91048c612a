package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cache.SpyMemory.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies from frame to frame, and what happens to the source in their middle. */
@ParameterizedClass
@MethodSource("grid")
@Tag("A5")
class SpaceCopyTest {

  private static final int SIZE = 40 * PAGE;
  private static final long PATIENCE = 10_000_000_000L;

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile from;
  private TestFile to;
  private byte[] data;
  private final List<Thread> threads = new ArrayList<>();

  static Stream<Caches.Setup> grid() {
    return Caches.grid();
  }

  @BeforeEach
  void open() {
    caches = setup.open(8);
    caches.dirtyAllFrames();
    from = caches.newFile("/from");
    to = caches.newFile("/to");
    data = from.fill(0, SIZE, 1);
  }

  @AfterEach
  void close() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    caches.close();
  }

  private int copy(long position, long target, int length) {
    return SpaceCopy.copy(from.space, position, to.space, target, length);
  }

  private static byte[] part(byte[] bytes, int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  @Test
  void bytesGoWhereTheyBelong() {
    assertThat(copy(5, 3 * PAGE + 7, SIZE)).isEqualTo(SIZE - 5);
    assertThat(to.bytes(3 * PAGE + 7, SIZE - 5)).isEqualTo(part(data, 5, SIZE - 5));
    to.assertZero(0, 3 * PAGE + 7);
    assertThat(to.space.size()).isEqualTo(3 * PAGE + 7 + SIZE - 5);
    assertThat(from.bytes(0, SIZE)).isEqualTo(data);
  }

  @Test
  void whatIsThereIsWrittenOver() {
    byte[] before = to.fill(0, SIZE, 2);
    assertThat(copy(PAGE, 2 * PAGE, 3 * PAGE)).isEqualTo(3 * PAGE);
    assertThat(to.bytes(0, 2 * PAGE)).isEqualTo(part(before, 0, 2 * PAGE));
    assertThat(to.bytes(2 * PAGE, 3 * PAGE)).isEqualTo(part(data, PAGE, 3 * PAGE));
    assertThat(to.bytes(5 * PAGE, SIZE - 5 * PAGE))
        .isEqualTo(part(before, 5 * PAGE, SIZE - 5 * PAGE));
  }

  @Test
  void aFileIsNotCopiedBeyondItsEnd() {
    assertThat(copy(SIZE, 0, 1)).isEqualTo(SpaceCopy.NOT_THIS_WAY);
    assertThat(copy(100L * HUGE, 0, 1)).isEqualTo(SpaceCopy.NOT_THIS_WAY);
    assertThat(copy(SIZE - 1, 0, 100)).isEqualTo(1);
    assertThat(to.space.size()).isEqualTo(1);
  }

  @Test
  void holesAndPoisonedPagesGoThroughABuffer() {
    from.strike(3 * PAGE);
    assertThat(copy(3 * PAGE, 0, PAGE)).isEqualTo(SpaceCopy.NOT_THIS_WAY);
    // A short piece is not worth it, if it is not all.
    assertThat(copy(0, 0, SIZE)).isEqualTo(SpaceCopy.NOT_THIS_WAY);
    assertThat(copy(0, 0, 3 * PAGE)).isEqualTo(3 * PAGE);
    from.space.punch(10 * PAGE, PAGE);
    assertThat(copy(10 * PAGE, 0, PAGE)).isEqualTo(SpaceCopy.NOT_THIS_WAY);
    assertThat(to.bytes(0, 3 * PAGE)).isEqualTo(part(data, 0, 3 * PAGE));
  }

  @Test
  void aFileIsNotCopiedOntoItself() {
    assertThat(SpaceCopy.copy(from.space, 0, from.space, PAGE, PAGE))
        .isEqualTo(SpaceCopy.NOT_THIS_WAY);
    assertThat(from.bytes(0, SIZE)).isEqualTo(data);
  }

  @Test
  void aTargetThatIsPoisonedSaysSo() {
    to.fill(0, SIZE, 2);
    to.strike(0);
    assertThat(copy(0, 0, PAGE)).isEqualTo(AddressSpace.POISONED);
    assertThat(copy(0, PAGE, PAGE)).isEqualTo(PAGE);
  }

  /** Starts a thread, and waits until it waits for a lock or has ended. */
  private void begin(Runnable work) {
    Thread thread = new Thread(work);
    threads.add(thread);
    thread.start();
    long end = System.nanoTime() + PATIENCE;
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED
        && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000);
    }
  }

  private void duringTheCopy(Runnable event) {
    caches.memory.once(Moment.BEFORE_COPY_IN, () -> begin(event));
  }

  private void assertCopied() throws InterruptedException {
    assertThat(copy(0, 0, SIZE)).isEqualTo(SIZE);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(to.bytes(0, SIZE)).isEqualTo(data);
  }

  @Test
  void aPageThatIsStruckMeanwhileIsCopiedFirst() throws InterruptedException {
    duringTheCopy(() -> from.strike(4 * PAGE));
    assertCopied();
    assertThat(from.read(4 * PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  void framesThatGoToAnotherFileMeanwhileAreCopiedFirst() throws InterruptedException {
    TestFile other = caches.newFile("/other");
    duringTheCopy(() -> {
      from.space.truncate(0);
      for (int at = 0; at < 6 * HUGE; at += HUGE) {
        other.fill(at, HUGE, 9);
      }
    });
    assertCopied();
    assertThat(from.space.size()).isZero();
  }

  @Test
  void aPunchMeanwhileWaits() throws InterruptedException {
    duringTheCopy(() -> from.space.punch(0, SIZE));
    assertCopied();
    from.assertZero(0, SIZE);
  }

  /** Another copy between files of others would have to wait, for which there is the buffer. */
  @Test
  void onlyOneThreadCopiesBetweenFilesThatOthersCanReach() throws InterruptedException {
    TestFile third = caches.newFile("/third");
    List<Integer> results = new ArrayList<>();
    duringTheCopy(() -> {
      results.add(SpaceCopy.copy(to.space, 0, third.space, 0, PAGE));
      results.add(SpaceCopy.copy(from.space, 0, third.space, 0, PAGE));
      results.add(SpaceCopy.copyToPrivate(from.space, third.space, 0, PAGE));
    });
    assertCopied();
    assertThat(results).containsExactly(SpaceCopy.NOT_THIS_WAY, SpaceCopy.NOT_THIS_WAY, PAGE);
    assertThat(third.bytes(0, PAGE)).isEqualTo(part(data, 0, PAGE));
  }

  @Test
  void aFullMemorySaysSo() {
    TestFile rest = caches.leaveFree(0);
    assertThat(copy(0, 0, SIZE)).isEqualTo(AddressSpace.NO_SPACE);
    rest.space.destroy();
    assertThat(copy(0, 0, SIZE)).isEqualTo(SIZE);
  }
}
