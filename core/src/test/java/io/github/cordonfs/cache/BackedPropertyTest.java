package io.github.cordonfs.cache;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.frame.Stores;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/** Random use of a file whose store fails and changes, against what its bytes should be. */
class BackedPropertyTest {

  private static final int PAGE = TestFile.PAGE;

  enum Kind {
    READ,
    STRIKE,
    STRIKE_FRAME,
    SOFT_OFFLINE,
    CHANGE,
    PRESSURE,
    RECLAIM,
    MAP,
    TROUBLE,
    SHORT_READS,
    HEAP_FULL,
    WORKS,
    CHECK
  }

  record Step(Kind kind, int position, int length, int seed) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Kind.READ, Kind.STRIKE, Kind.WORKS)),
            Tuple.of(2, Arbitraries.of(Kind.class)));
    Arbitrary<Integer> positions =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.integers().between(0, 8),
                    Arbitraries.integers().between(505, 520),
                    Arbitraries.integers().between(0, BackedModel.MOST / PAGE)),
                Arbitraries.of(0, 0, 1, PAGE - 1))
            .as((page, in) -> Math.min(page * PAGE + in, BackedModel.MOST));
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.of(1, PAGE, 2 * PAGE, 300 * PAGE, TestFile.HUGE),
            Arbitraries.integers().between(1, 20 * PAGE));
    return Combinators.combine(kinds, positions, lengths, Arbitraries.integers())
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  @Tag("H9")
  @Tag("O3")
  @Tag("B2")
  @Tag("B8")
  @Tag("B9")
  @Tag("B11")
  void everyByteIsTheStoresOrAnError(
      @ForAll("steps") List<Step> steps, @ForAll boolean direct, @ForAll Stores.Kind kind)
      throws Exception {
    try (BackedModel model = new BackedModel(kind, HugePolicy.WITHIN_SIZE, direct)) {
      for (Step step : steps) {
        apply(model, step);
      }
      model.check();
    }
  }

  private static void apply(BackedModel model, Step step) throws Exception {
    int frame = Math.floorMod(step.seed, BackedModel.BLOCKS * 512);
    switch (step.kind) {
      case READ -> model.read(step.position, step.length);
      case STRIKE -> model.strike(step.position);
      case STRIKE_FRAME -> model.strikeFrame(frame);
      case SOFT_OFFLINE -> model.softOffline(frame);
      case CHANGE -> model.change(step.position, step.seed);
      case PRESSURE -> model.press(step.length);
      case RECLAIM -> model.reclaim(step.seed);
      case MAP -> model.map(step.position, step.length);
      case TROUBLE -> model.trouble(step.seed);
      case SHORT_READS -> model.shortReads(1 + Math.floorMod(step.seed, 3 * PAGE));
      case HEAP_FULL -> model.heapFull(step.seed % 2 == 0);
      case WORKS -> model.works();
      case CHECK -> model.check();
    }
  }
}
