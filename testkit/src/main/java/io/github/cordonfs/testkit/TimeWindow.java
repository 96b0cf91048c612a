package io.github.cordonfs.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A time during which a rule chooses operations.
 *
 * @param start after the beginning
 * @param end after the beginning; not part of it
 * @param beginning of the rule
 */
record TimeWindow(Duration start, Duration end, Instant beginning) {

  TimeWindow(Duration start, Duration end) {
    this(start, end, Instant.MIN);
    if (start.isNegative() || end.compareTo(start) <= 0) {
      throw new IllegalArgumentException("no time is from " + start + " to " + end);
    }
  }

  TimeWindow from(InstantSource clock) {
    return new TimeWindow(start, end, clock.instant());
  }

  boolean isOpen(InstantSource clock) {
    Instant now = clock.instant();
    return !now.isBefore(beginning.plus(start)) && now.isBefore(beginning.plus(end));
  }
}
