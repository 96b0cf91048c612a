package io.github.cordonfs.failure;

import io.github.cordonfs.FailureCounters;
import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts failures by source and outcome. Thread-safe. */
final class Counters {

  /** Complete from the beginning and never changed: only the numbers are. */
  private final Map<FailureSource, Map<Outcome, AtomicLong>> counts =
      new EnumMap<>(FailureSource.class);

  Counters() {
    for (FailureSource source : FailureSource.values()) {
      Map<Outcome, AtomicLong> byOutcome = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        byOutcome.put(outcome, new AtomicLong());
      }
      counts.put(source, byOutcome);
    }
  }

  void count(FailureSource source, Outcome outcome) {
    counter(source, outcome).incrementAndGet();
  }

  FailureCounters snapshot(
      long outOfServiceBytes, Map<FailureSource, Long> outOfServiceBytesBySource) {
    Map<FailureSource, Counts> bySource = new EnumMap<>(FailureSource.class);
    for (FailureSource source : FailureSource.values()) {
      long ignored = counter(source, Outcome.IGNORED).get();
      long failed = counter(source, Outcome.FAILED).get();
      long delayed = counter(source, Outcome.DELAYED).get();
      long recovered = counter(source, Outcome.RECOVERED).get();
      bySource.put(
          source,
          new Counts(ignored + failed + delayed + recovered, ignored, failed, delayed, recovered));
    }
    return new FailureCounters(bySource, outOfServiceBytes, outOfServiceBytesBySource);
  }

  private AtomicLong counter(FailureSource source, Outcome outcome) {
    return Objects.requireNonNull(Objects.requireNonNull(counts.get(source)).get(outcome));
  }
}
