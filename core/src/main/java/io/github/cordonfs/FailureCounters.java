package io.github.cordonfs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A snapshot of a file system's memory failure counters, each split by source. Failures of frames
 * that had failed before are not counted (contract row H7).
 *
 * @param bySource counts for every source, none missing
 * @param outOfServiceBytes memory that is lost: poisoned pages still in files, and quarantined
 *     frames
 * @param outOfServiceBytesBySource the same by who found the failure, none missing; what soft
 *     offline took is in none of them
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
    bySource = Collections.unmodifiableMap(new EnumMap<>(bySource));
    outOfServiceBytesBySource =
        Collections.unmodifiableMap(new EnumMap<>(outOfServiceBytesBySource));
  }

  /**
   * Returns the counts of one source.
   *
   * @param source who found the failures
   */
  public Counts of(FailureSource source) {
    Counts counts = bySource.get(source);
    return counts == null ? new Counts(0, 0, 0, 0, 0) : counts;
  }

  /**
   * Returns the memory that failures of one source took, and that has not come back, in bytes.
   *
   * @param source who found the failures
   */
  public long outOfServiceBytes(FailureSource source) {
    return outOfServiceBytesBySource.getOrDefault(source, 0L);
  }

  /** Returns the number of failures of all sources. */
  public long total() {
    return bySource.values().stream().mapToLong(Counts::total).sum();
  }
}
