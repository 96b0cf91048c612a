package io.github.cordonfs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResultsTest {

  private static final Cell CELL =
      new Cell(Operation.READ, Access.RANDOM, 4096, BufferKind.DIRECT, 1);

  private final Results results = new Results();

  @Test
  void ratioIsTheMedianOfTheRatiosOfTheRounds() {
    // A machine that becomes ten times slower: the medians of the throughputs alone would say 1.
    round(10, 20);
    round(2, 1);
    round(1, 2);
    assertThat(results.ratio(CELL, Target.CORDON, Target.BARE))
        .isEqualTo(new Spread(3, 0.5, 0.5, 2));
  }

  @Test
  void roundsInWhichOneSideIsMissingDoNotCount() {
    results.beginRound();
    results.add(CELL, Target.CORDON, 5);
    round(3, 4);
    assertThat(results.throughput(CELL, Target.CORDON).count()).isEqualTo(2);
    assertThat(results.ratio(CELL, Target.CORDON, Target.BARE))
        .isEqualTo(new Spread(1, 0.75, 0.75, 0.75));
    assertThat(results.ratio(CELL, Target.CORDON, Target.H2).count()).isZero();
  }

  @Test
  void gainIsWhatSeveralThreadsReachByWhatOneReaches() {
    round(10, 10);
    results.add(CELL.withThreads(2), Target.CORDON, 15);
    results.add(CELL.withThreads(2), Target.BARE, 20);
    assertThat(results.gain(CELL.withThreads(2), Target.BARE).median()).isEqualTo(2);
    assertThat(results.gainRatio(CELL.withThreads(2), Target.CORDON, Target.BARE).median())
        .isEqualTo(0.75);
  }

  private void round(double cordon, double bare) {
    results.beginRound();
    results.add(CELL, Target.CORDON, cordon);
    results.add(CELL, Target.BARE, bare);
  }
}
