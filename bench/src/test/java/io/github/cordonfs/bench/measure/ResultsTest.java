package io.github.cordonfs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResultsTest {

  private static final Work CELL = new Work("read", 1);

  private final Results<Work, String> results = new Results<>();

  @Test
  void ratioIsTheMedianOfTheRatiosOfTheRounds() {
    // A machine that becomes ten times slower: the medians of the throughputs alone would say 1.
    round(10, 20);
    round(2, 1);
    round(1, 2);
    assertThat(results.ratio(CELL, "cordon", "bare")).isEqualTo(new Spread(3, 0.5, 0.5, 2));
  }

  @Test
  void roundsInWhichOneSideIsMissingDoNotCount() {
    results.beginRound();
    results.add(CELL, "cordon", 5);
    round(3, 4);
    assertThat(results.throughput(CELL, "cordon").count()).isEqualTo(2);
    assertThat(results.ratio(CELL, "cordon", "bare")).isEqualTo(new Spread(1, 0.75, 0.75, 0.75));
    assertThat(results.ratio(CELL, "cordon", "h2").count()).isZero();
  }

  @Test
  void gainIsWhatSeveralThreadsReachByWhatOneReaches() {
    round(10, 10);
    results.add(CELL.withThreads(2), "cordon", 15);
    results.add(CELL.withThreads(2), "bare", 20);
    assertThat(results.gain(CELL.withThreads(2), "bare").median()).isEqualTo(2);
    assertThat(results.gainRatio(CELL.withThreads(2), "cordon", "bare").median()).isEqualTo(0.75);
  }

  @Test
  void cellsOfOneTargetAreComparedWithinTheRoundToo() {
    Work other = new Work("write", 1);
    round(10, 1);
    results.add(other, "cordon", 20);
    round(1, 1);
    results.add(other, "cordon", 2);
    assertThat(results.ratioOfCells(CELL, other, "cordon")).isEqualTo(new Spread(2, 0.5, 0.5, 0.5));
  }

  private void round(double cordon, double bare) {
    results.beginRound();
    results.add(CELL, "cordon", cordon);
    results.add(CELL, "bare", bare);
  }
}
