package io.github.cordonfs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpreadTest {

  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Spread.of(9, 1, 2)).isEqualTo(new Spread(3, 1, 2, 9));
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(9, 1, 2, 4).median()).isEqualTo(3);
  }

  @Test
  void nothingIsShownAsADash() {
    assertThat(Spread.of().formatWithRange()).isEqualTo("–");
  }

  @Test
  void rangeIsShownIfThereIsOne() {
    assertThat(Spread.of(0.5).formatWithRange()).isEqualTo("0.50");
    assertThat(Spread.of(0.5, 12).formatWithRange()).isEqualTo("6.25 (0.50–12.0)");
  }
}
