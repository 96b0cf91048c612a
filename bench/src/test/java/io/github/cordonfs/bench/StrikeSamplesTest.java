package io.github.cordonfs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class StrikeSamplesTest {

  private static final StrikeClass HUGE = new StrikeClass(1 << 20, StrikeKind.HUGE);
  private static final StrikeClass SMALL = new StrikeClass(1 << 20, StrikeKind.SMALL);

  private final StrikeSamples samples = new StrikeSamples();

  @Test
  void quantileIsASampleThatThePartDidNotExceed() {
    for (int i = 100; i >= 1; i--) {
      samples.add(HUGE, i);
    }
    assertThat(samples.quantile(HUGE, 0.5)).isEqualTo(50);
    assertThat(samples.quantile(HUGE, 0.99)).isEqualTo(99);
    assertThat(samples.quantile(HUGE, 1)).isEqualTo(100);
  }

  @Test
  void samplesOfForksAddUp() {
    samples.add(HUGE, 1);
    samples.add(SMALL, 2);
    String text = samples.format();
    samples.addFormatted(text);
    assertThat(samples.classes()).containsExactly(HUGE, SMALL);
    assertThat(samples.count(HUGE)).isEqualTo(2);
    assertThat(samples.quantile(SMALL, 1)).isEqualTo(2);
  }

  @Test
  void otherTextIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> samples.addFormatted("warning"));
  }
}
