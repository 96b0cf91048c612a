package io.github.cordonfs.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Counting and numbering inodes, in several threads at once. */
class UsageTest {

  /** More than there are stripes: some threads share one. */
  private static final int THREADS = 20;

  private static final int NUMBERS = 20_000;
  private static final int LIMIT = 5000;

  /** Does something in all threads at once; returns what each of them found. */
  private static <T> List<T> inThreads(Callable<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<T>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      for (Future<T> each : all) {
        results.add(each.get());
      }
    }
    return results;
  }

  @Test
  void numbersBeginWithOneAndFollowEachOther() {
    Usage usage = new Usage(CordonOptions.AUTOMATIC);
    for (int i = 1; i <= 1000; i++) {
      assertThat(usage.nextNumber()).isEqualTo(i);
    }
  }

  @Test
  void noNumberIsGivenTwice() throws Exception {
    Usage usage = new Usage(CordonOptions.AUTOMATIC);
    List<long[]> given =
        inThreads(() -> {
          long[] numbers = new long[NUMBERS];
          for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = usage.nextNumber();
          }
          return numbers;
        });
    LongStream all = given.stream().flatMapToLong(LongStream::of);
    assertThat(all.filter(number -> number > 0).distinct().count())
        .isEqualTo((long) THREADS * NUMBERS);
  }

  @Test
  void aLimitIsExactHoweverManyThreadsAsk() throws Exception {
    Usage usage = new Usage(LIMIT);
    List<Integer> taken =
        inThreads(() -> {
          int count = 0;
          while (usage.take()) {
            count++;
          }
          return count;
        });
    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(LIMIT);
    assertThat(usage.inodes()).isEqualTo(LIMIT);
    usage.give();
    assertThat(usage.take()).isTrue();
    assertThat(usage.take()).isFalse();
  }

  @Test
  void whatOneThreadTakesAnotherMayGiveBack() throws Exception {
    Usage usage = new Usage(CordonOptions.AUTOMATIC);
    inThreads(() -> {
      for (int i = 0; i < LIMIT; i++) {
        assertThat(usage.take()).isTrue();
      }
      return 0;
    });
    assertThat(usage.inodes()).isEqualTo((long) THREADS * LIMIT);
    for (int i = 0; i < THREADS * LIMIT - 7; i++) {
      usage.give();
    }
    assertThat(usage.inodes()).isEqualTo(7);
  }
}
