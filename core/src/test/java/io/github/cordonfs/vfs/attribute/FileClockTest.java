package io.github.cordonfs.vfs.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FileClockTest {

  private static final FileClock CLOCK = new FileClock(null);

  @Test
  void theTimeIsTheSystemsWithinAMinute() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(CLOCK.nanos());
    assertThat(Duration.between(Instant.ofEpochSecond(seconds), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void theTimeMovesOn() {
    long first = CLOCK.nanos();
    long now = first;
    while (now == first) {
      Thread.onSpinWait();
      now = CLOCK.nanos();
    }
    assertThat(now).isNotEqualTo(first);
  }
}
