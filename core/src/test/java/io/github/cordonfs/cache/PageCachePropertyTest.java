package io.github.cordonfs.cache;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.frame.Stores;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random use of files in a small cache against a model of bytes and poisoned pages. */
class PageCachePropertyTest {

  private static final int PAGE = TestFile.PAGE;
  private static final int HUGE = TestFile.HUGE;
  private static final int LAST = 2 * HUGE + 20 * PAGE;

  enum Kind {
    WRITE,
    READ,
    APPEND,
    TRUNCATE,
    PUNCH,
    ALLOCATE,
    STRIKE,
    STRIKE_FRAME,
    STRIKE_KEEPING,
    SOFT_OFFLINE,
    COLLAPSE,
    UNPOISON,
    RESTORE,
    CLEAR,
    RECREATE,
    HEAP_FULL,
    CHECK
  }

  record Step(Kind kind, int file, int position, int length, int seed) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Kind.WRITE, Kind.READ, Kind.STRIKE)),
            Tuple.of(1, Arbitraries.of(Kind.STRIKE_KEEPING, Kind.UNPOISON, Kind.RESTORE)),
            Tuple.of(1, Arbitraries.of(Kind.class)));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, CacheModel.FILES - 1),
            positions(),
            lengths(),
            Arbitraries.integers())
        .as(Step::new)
        .list()
        .ofMaxSize(50);
  }

  private static Arbitrary<Integer> positions() {
    Arbitrary<Integer> pages =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(505, 520),
            Arbitraries.integers().between(0, LAST / PAGE));
    Arbitrary<Integer> inPage =
        Arbitraries.oneOf(
            Arbitraries.of(0, 0, 1, PAGE - 1), Arbitraries.integers().between(0, PAGE - 1));
    return Combinators.combine(pages, inPage).as((page, in) -> Math.min(page * PAGE + in, LAST));
  }

  private static Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.of(1, PAGE, 2 * PAGE, HUGE, 300 * PAGE),
        Arbitraries.integers().between(1, 10 * PAGE),
        Arbitraries.integers().between(1, HUGE));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void filesAreWhatTheModelSays(
      @ForAll("steps") List<Step> steps,
      @ForAll HugePolicy huge,
      @ForAll PoisonPolicy poison,
      @ForAll Stores.Kind kind) {
    PoisonPolicy possible = huge == HugePolicy.UNSPLITTABLE ? PoisonPolicy.KEEP : poison;
    try (CacheModel model = new CacheModel(kind, huge, possible)) {
      for (Step step : steps) {
        apply(model, step);
      }
      model.check();
    }
  }

  private static void apply(CacheModel model, Step step) {
    int file = step.file;
    int position = step.position;
    int length = step.length;
    switch (step.kind) {
      case WRITE -> model.write(file, position, length, step.seed);
      case READ -> model.read(file, position, length);
      case APPEND -> model.append(file, length, step.seed);
      case TRUNCATE -> model.truncate(file, position);
      case PUNCH -> model.punch(file, position, length);
      case ALLOCATE -> model.allocate(file, position, length, step.seed % 2 == 0);
      case STRIKE -> model.strike(file, position, StrikeContent.DESTROY);
      case STRIKE_KEEPING -> model.strike(file, position, StrikeContent.KEEP);
      case STRIKE_FRAME -> model.strikeFrame(frame(step), StrikeContent.DESTROY);
      case SOFT_OFFLINE -> model.softOffline(frame(step));
      case COLLAPSE -> model.collapse(file);
      case UNPOISON -> model.unpoison(step.seed);
      case RESTORE -> model.restore(file, position, length, step.seed);
      case CLEAR -> model.clear(file, position, length);
      case RECREATE -> model.recreate(file);
      case HEAP_FULL -> model.heapFull(step.seed % 2 == 0);
      case CHECK -> model.check();
    }
  }

  private static int frame(Step step) {
    return Math.floorMod(step.seed, CacheModel.BLOCKS * 512);
  }
}
