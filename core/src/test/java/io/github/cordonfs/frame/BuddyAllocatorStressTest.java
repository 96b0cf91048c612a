package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that allocate, free, trim and strike at once, frames at hand included. */
class BuddyAllocatorStressTest {

  private static final int BLOCKS = 6;
  private static final int THREADS = 4;
  private static final int STEPS = Boolean.getBoolean("cordon.stress") ? 5_000_000 : 60_000;

  private CountingStore store;
  private BuddyAllocator allocator;
  private FrameTable table;
  private final AtomicIntegerArray holders = new AtomicIntegerArray(BLOCKS * Frames.HUGE_FRAMES);

  private record Run(int first, int order) {}

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noFrameIsEverGivenToTwoThreads(boolean pieces) throws Exception {
    store = new CountingStore(BLOCKS, pieces);
    allocator = new BuddyAllocator(store);
    table = allocator.table();
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    System.out.println("BuddyAllocatorStressTest: -Dcordon.seed=" + seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int id = 1; id <= THREADS; id++) {
        Worker worker = new Worker(id, new SplittableRandom(seed + id));
        all.add(threads.submit(worker));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    FrameAudit.check(allocator);
    assertThat(allocator.allocatedFrames()).isZero();
    assertThat(table.quarantinedFrames()).isPositive();
    wholeBlocksAreExactlyThoseWithoutABadFrame();
  }

  private void wholeBlocksAreExactlyThoseWithoutABadFrame() {
    for (int block = 0; block < BLOCKS; block++) {
      boolean bad = false;
      for (int i = 0; i < Frames.HUGE_FRAMES; i++) {
        bad |= table.state(block * Frames.HUGE_FRAMES + i) == FrameState.QUARANTINED;
      }
      if (!bad) {
        assertThat(allocator.allocate(Frames.HUGE_ORDER)).isNotEqualTo(Frames.NONE);
      }
    }
    assertThat(allocator.allocate(Frames.HUGE_ORDER)).isEqualTo(Frames.NONE);
  }

  private final class Worker implements Runnable {
    private final int id;
    private final RandomGenerator random;
    private final ArrayDeque<Run> held = new ArrayDeque<>();

    Worker(int id, RandomGenerator random) {
      this.id = id;
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < STEPS; i++) {
        switch (random.nextInt(12)) {
          case 0, 1 -> allocate(random.nextInt(5) == 0 ? 9 : random.nextInt(9));
          case 2 -> singles(1 + random.nextInt(64));
          case 3 -> free();
          case 4 -> free();
          case 5 -> strikeRarely();
          case 6 -> trimRarely();
          case 7, 8, 9 -> single();
          case 10 -> freeBySingles();
          default -> freeSome();
        }
      }
      while (!held.isEmpty()) {
        free();
      }
    }

    private void allocate(int order) {
      int first = allocator.allocate(order);
      if (first != Frames.NONE) {
        take(first, order);
      }
    }

    private void single() {
      int frame = allocator.allocateSingle();
      if (frame != Frames.NONE) {
        take(frame, 0);
      }
    }

    private void freeBySingles() {
      Run run = held.poll();
      if (run != null) {
        for (int frame = run.first; frame < run.first + (1 << run.order); frame++) {
          holders.set(frame, 0);
          allocator.freeSingles(new int[] {frame}, 0, 1);
        }
      }
    }

    private void singles(int count) {
      int[] frames = new int[count];
      int got = allocator.allocateSingles(frames, count);
      for (int frame : Arrays.copyOf(frames, got)) {
        take(frame, 0);
      }
    }

    private void take(int first, int order) {
      for (int frame = first; frame < first + (1 << order); frame++) {
        assertThat(holders.compareAndSet(frame, 0, id)).as("frame %s is nobody's", frame).isTrue();
      }
      held.add(new Run(first, order));
    }

    private void free() {
      Run run = held.poll();
      if (run != null) {
        for (int frame = run.first; frame < run.first + (1 << run.order); frame++) {
          holders.set(frame, 0);
        }
        allocator.free(run.first, run.order);
      }
    }

    private void freeSome() {
      while (held.size() > 40) {
        free();
      }
    }

    private void strikeRarely() {
      if (random.nextInt(STEPS / 40) != 0) {
        return;
      }
      int frame = random.nextInt(BLOCKS * Frames.HUGE_FRAMES / 2); // half of the memory stays good
      if (!allocator.quarantineFree(frame, Cause.INJECTED)
          && table.state(frame) == FrameState.TRANSIT) {
        table.poisonInTransit(frame, Cause.INJECTED);
      }
    }

    private void trimRarely() {
      if (random.nextInt(50) == 0) {
        allocator.trim(0);
      }
    }
  }
}
