package io.github.cordonfs.cli.drill.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrikeTimesTest {

  @Test
  void percentilesAreByNearestRank() {
    StrikeTimes times = new StrikeTimes();
    assertThat(times.summary()).isEqualTo(new StrikeTimes.Summary(0, 0, 0));
    for (int i = 2000; i >= 1; i--) {
      times.add(i);
    }
    assertThat(times.summary()).isEqualTo(new StrikeTimes.Summary(1000, 1980, 2000));
  }
}
