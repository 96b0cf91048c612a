package io.github.cordonfs.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FileClockTest {

  @Test
  void theTimeIsTheSystemsWithinAMinute() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(FileClock.nanos());
    assertThat(Duration.between(Instant.ofEpochSecond(seconds), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void theTimeMovesOn() {
    long first = FileClock.nanos();
    long now = first;
    while (now == first) {
      Thread.onSpinWait();
      now = FileClock.nanos();
    }
    assertThat(now).isNotEqualTo(first);
  }
}
