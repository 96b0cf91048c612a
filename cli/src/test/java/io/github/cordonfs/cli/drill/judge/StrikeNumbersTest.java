package io.github.cordonfs.cli.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrikeNumbersTest {

  @Test
  void strikesUnderWayAreWaitedForAndLaterOnesAreNot() throws InterruptedException {
    StrikeNumbers numbers = new StrikeNumbers();
    final long first = numbers.begin();
    final long second = numbers.begin();
    assertThat(second).isEqualTo(first + 1);
    numbers.settle(second);
    Thread waiting = Thread.ofPlatform().start(numbers::awaitSettled);
    assertThat(waiting.isAlive()).isTrue();
    numbers.settle(first);
    waiting.join();
    assertThat(numbers.begun()).isEqualTo(second);
  }
}
