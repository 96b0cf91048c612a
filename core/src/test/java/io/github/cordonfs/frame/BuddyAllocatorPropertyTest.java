package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random use of the allocator against a set of frames that were given out. */
class BuddyAllocatorPropertyTest {

  private static final int BLOCKS = 3;
  private static final int FRAMES = BLOCKS * Frames.HUGE_FRAMES;

  enum Kind {
    ALLOCATE,
    SINGLE,
    SINGLES,
    FREE,
    FREE_SINGLE,
    FREE_BROKEN_UP,
    QUARANTINE_FREE,
    POISON_IN_TRANSIT,
    POISON_IN_USE,
    TRIM
  }

  record Step(Kind kind, int order, int number) {}

  private record Run(int first, int order) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.of(Kind.ALLOCATE, Kind.SINGLE, Kind.SINGLES, Kind.FREE, Kind.FREE_SINGLE)
            .map(kind -> kind);
    Arbitrary<Kind> all = Arbitraries.oneOf(kinds, kinds, Arbitraries.of(Kind.class));
    return Combinators.combine(all, Arbitraries.integers().between(0, 9), Arbitraries.integers())
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 400)
  void everyFrameIsFreeOrGivenOutOnceOrGoneForGood(
      @ForAll("steps") List<Step> steps, @ForAll boolean pieces) {
    Model model = new Model(pieces);
    for (Step step : steps) {
      model.apply(step);
      model.check();
    }
    model.freeAll();
    model.check();
    model.everythingComesTogetherAgain();
  }

  private static final class Model {
    private final CountingStore store;
    private final BuddyAllocator allocator;
    private final FrameTable table;
    private final FrameOwner owner = new FrameOwner() {};
    private final List<Run> runs = new ArrayList<>();
    private final BitSet out = new BitSet();
    private final BitSet bad = new BitSet();
    private final BitSet badInTransit = new BitSet();

    Model(boolean pieces) {
      store = new CountingStore(BLOCKS, pieces);
      allocator = new BuddyAllocator(store);
      table = allocator.table();
    }

    void apply(Step step) {
      switch (step.kind) {
        case ALLOCATE -> allocate(step.order);
        case SINGLE -> single();
        case FREE_SINGLE -> freeSingle(step);
        case SINGLES -> singles(Math.floorMod(step.number, 700) + 1);
        case FREE -> free(step, false);
        case FREE_BROKEN_UP -> free(step, true);
        case QUARANTINE_FREE -> quarantineFree(Math.floorMod(step.number, FRAMES));
        case POISON_IN_TRANSIT -> poisonInTransit(step);
        case POISON_IN_USE -> poisonInUse(step);
        case TRIM -> allocator.trim(0);
      }
    }

    private void allocate(int order) {
      int first = allocator.allocate(order);
      if (first == Frames.NONE) {
        assertThat(hasRun(order)).as("a free run of order %s", order).isFalse();
        return;
      }
      assertThat(first & (1 << order) - 1).as("alignment of %s", first).isZero();
      take(first, order);
    }

    private boolean hasRun(int order) {
      for (int first = 0; first < FRAMES; first += 1 << order) {
        int end = first + (1 << order);
        int used = Math.min(next(out, first), next(bad, first));
        if (used >= end) {
          return true;
        }
      }
      return false;
    }

    private static int next(BitSet set, int from) {
      int bit = set.nextSetBit(from);
      return bit < 0 ? Integer.MAX_VALUE : bit;
    }

    private void take(int first, int order) {
      for (int frame = first; frame < first + (1 << order); frame++) {
        assertThat(out.get(frame)).as("frame %s given out twice", frame).isFalse();
        assertThat(bad.get(frame)).as("bad frame %s given out", frame).isFalse();
        assertThat(store.hasMemory(frame)).as("frame %s has memory", frame).isTrue();
        out.set(frame);
      }
      runs.add(new Run(first, order));
    }

    private void single() {
      int frame = allocator.allocateSingle();
      if (frame == Frames.NONE) {
        assertThat(hasRun(0)).as("a free frame").isFalse();
      } else {
        take(frame, 0);
      }
    }

    private void freeSingle(Step step) {
      if (runs.isEmpty()) {
        return;
      }
      Run run = runs.remove(Math.floorMod(step.number, runs.size()));
      int end = run.first + (1 << run.order);
      for (int frame = run.first; frame < end; frame++) {
        boolean good = !badInTransit.get(frame);
        assertThat(allocator.freeSingles(new int[] {frame}, 0, 1)).isEqualTo(good);
        dropped(frame);
      }
    }

    private void dropped(int frame) {
      out.clear(frame);
      if (badInTransit.get(frame)) {
        badInTransit.clear(frame);
        bad.set(frame);
      }
    }

    private void singles(int count) {
      int[] frames = new int[count];
      int free = FRAMES - out.cardinality() - bad.cardinality();
      int got = allocator.allocateSingles(frames, count);
      assertThat(got).isEqualTo(Math.min(count, free));
      for (int i = 0; i < got; i++) {
        take(frames[i], 0);
      }
    }

    private void free(Step step, boolean brokenUp) {
      if (runs.isEmpty()) {
        return;
      }
      Run run = runs.remove(Math.floorMod(step.number, runs.size()));
      int end = run.first + (1 << run.order);
      if (brokenUp) {
        for (int frame = run.first; frame < end; frame++) {
          allocator.free(frame, 0);
        }
      } else {
        allocator.free(run.first, run.order);
      }
      for (int frame = run.first; frame < end; frame++) {
        dropped(frame);
      }
    }

    private void quarantineFree(int frame) {
      boolean free = !out.get(frame) && !bad.get(frame);
      assertThat(allocator.quarantineFree(frame, Cause.INJECTED)).isEqualTo(free);
      if (free) {
        bad.set(frame);
      }
    }

    private void poisonInTransit(Step step) {
      if (!runs.isEmpty()) {
        Run run = runs.get(Math.floorMod(step.number, runs.size()));
        int frame = run.first + (step.number >>> 8 & (1 << run.order) - 1);
        assertThat(table.poisonInTransit(frame, Cause.INJECTED))
            .isEqualTo(!badInTransit.get(frame));
        badInTransit.set(frame);
      }
    }

    private void poisonInUse(Step step) {
      if (runs.isEmpty()) {
        return;
      }
      int i = Math.floorMod(step.number, runs.size());
      Run run = runs.get(i);
      if (run.order == 0 && !badInTransit.get(run.first)) {
        assertThat(table.assign(run.first, owner, 5)).isTrue();
        table.poison(run.first, Cause.INJECTED);
        allocator.quarantine(run.first);
        runs.remove(i);
        out.clear(run.first);
        bad.set(run.first);
      }
    }

    void freeAll() {
      while (!runs.isEmpty()) {
        free(new Step(Kind.FREE, 0, runs.size() / 2), false);
      }
    }

    void check() {
      FrameAudit.check(allocator);
      assertThat(allocator.allocatedFrames()).isEqualTo(out.cardinality());
      for (int frame = 0; frame < FRAMES; frame++) {
        byte expected =
            bad.get(frame)
                ? FrameState.QUARANTINED
                : badInTransit.get(frame)
                    ? FrameState.TRANSIT_POISONED
                    : out.get(frame) ? FrameState.TRANSIT : FrameState.FREE;
        if (table.state(frame) != expected) {
          throw new AssertionError("frame " + frame + " is " + FrameState.name(table.state(frame)));
        }
      }
      assertThat(allocator.residentBytes())
          .isEqualTo((long) store.populatedFrames() << Frames.FRAME_SHIFT);
    }

    void everythingComesTogetherAgain() {
      int good = 0;
      for (int first = 0; first < FRAMES; first += Frames.HUGE_FRAMES) {
        good += next(bad, first) >= first + Frames.HUGE_FRAMES ? 1 : 0;
      }
      for (int i = 0; i < good; i++) {
        allocate(Frames.HUGE_ORDER);
      }
      assertThat(runs).as("blocks of order 9 after everything came back").hasSize(good);
      assertThat(allocator.allocate(Frames.HUGE_ORDER)).isEqualTo(Frames.NONE);
    }
  }
}
