package io.github.cordonfs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A snapshot of a file system's memory failure counters. Further failures of memory that has failed
 * already are not counted.
 *
 * @param bySource counts for every source, none missing
 * @param outOfServiceBytes memory out of service: poisoned pages in files, and failed memory that
 *     is in no file
 * @param outOfServiceBytesBySource the same for every source, none missing; memory that soft
 *     offline took out of service belongs to no source
 */
public record FailureCounters(
    Map<FailureSource, Counts> bySource,
    long outOfServiceBytes,
    Map<FailureSource, Long> outOfServiceBytesBySource) {

  /**
   * Numbers of handled failures by outcome.
   *
   * @param total all of them
   * @param ignored ended {@link Outcome#IGNORED}
   * @param failed ended {@link Outcome#FAILED}
   * @param delayed ended {@link Outcome#DELAYED}
   * @param recovered ended {@link Outcome#RECOVERED}
   */
  public record Counts(long total, long ignored, long failed, long delayed, long recovered) {}

  /** Copies the maps. */
  public FailureCounters {
    bySource =
        Collections.unmodifiableMap(new EnumMap<>(Objects.requireNonNull(bySource, "bySource")));
    outOfServiceBytesBySource =
        Collections.unmodifiableMap(
            new EnumMap<>(
                Objects.requireNonNull(outOfServiceBytesBySource, "outOfServiceBytesBySource")));
  }

  /**
   * Returns the counts of one source.
   *
   * @param source how the failures were found
   */
  public Counts of(FailureSource source) {
    Counts counts = bySource.get(Objects.requireNonNull(source, "source"));
    return counts == null ? new Counts(0, 0, 0, 0, 0) : counts;
  }

  /**
   * Returns the bytes of memory that failures of one source have taken out of service and that have
   * not come back.
   *
   * @param source how the failures were found
   */
  public long outOfServiceBytes(FailureSource source) {
    return outOfServiceBytesBySource.getOrDefault(Objects.requireNonNull(source, "source"), 0L);
  }

  /** Returns the number of failures of all sources. */
  public long total() {
    return bySource.values().stream().mapToLong(Counts::total).sum();
  }
}
