package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.InterruptPolicy;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The options of the cache, read from a configuration of Hadoop. Those that are equal share one
 * cache.
 *
 * @param size of the cache, as {@code 512m} or {@code 2g}
 * @param injection whether memory failures can be injected
 * @param tailBytes read at once when the end of a file is looked at
 */
record CacheOptions(String size, boolean injection, int tailBytes) {

  static final String SIZE = "fs.cordon.cache.size";
  static final String INJECTION = "fs.cordon.injection";
  static final String TAIL = "fs.cordon.tail.bytes";

  /** Whether length and time of modification identify a version, where there is nothing better. */
  static final String BY_TIME = "fs.cordon.identity.mtime";

  /** Of a file system, and not of the cache, which those of several stores share. */
  private static final String WHOLE = "fs.cordon.whole.bytes";

  /** Of a file system, too. */
  private static final String STATUS_TTL = "fs.cordon.status.ttl";

  private static final int MOST_AT_END = 16 << 20;

  private static final String DEFAULT_SIZE = "1g";
  private static final int DEFAULT_TAIL = 64 << 10;

  static CacheOptions of(Configuration conf) {
    int tail = conf.getInt(TAIL, DEFAULT_TAIL);
    if (tail < 0 || tail > MOST_AT_END) {
      throw new IllegalArgumentException(TAIL + " is to be between 0 and 16 MiB: " + tail);
    }
    return new CacheOptions(
        conf.getTrimmed(SIZE, DEFAULT_SIZE), conf.getBoolean(INJECTION, false), tail);
  }

  /**
   * Returns the length of the longest file, in bytes, that is read whole when its end is looked at
   * first.
   *
   * @throws IllegalArgumentException naming the key if it is negative, or more than 16 MiB
   */
  static int wholeBytes(Configuration conf) {
    long whole = conf.getLongBytes(WHOLE, 0);
    if (whole < 0 || whole > MOST_AT_END) {
      throw new IllegalArgumentException(WHOLE + " is to be between 0 and 16 MiB: " + whole);
    }
    return (int) whole;
  }

  /**
   * Returns how long the status of a file is remembered, in nanoseconds; 0 for not at all.
   *
   * @throws IllegalArgumentException naming the key if it is no time, or negative
   */
  static long statusTtlNanos(Configuration conf) {
    long ttl;
    try {
      ttl = conf.getTimeDuration(STATUS_TTL, 0, TimeUnit.MILLISECONDS, TimeUnit.NANOSECONDS);
    } catch (NumberFormatException e) {
      throw noTime(conf, e);
    }
    if (ttl < 0) {
      throw noTime(conf, null);
    }
    return ttl;
  }

  private static IllegalArgumentException noTime(Configuration conf, @Nullable Exception cause) {
    return new IllegalArgumentException(
        STATUS_TTL + " is to be a time such as 10s, or 0: " + conf.get(STATUS_TTL), cause);
  }

  CacheOptions ofSize(String another) {
    return new CacheOptions(another, injection, tailBytes);
  }

  /**
   * Returns the options of the mount.
   *
   * @throws IllegalArgumentException naming the key if the size is none
   */
  CordonOptions toCordon() {
    try {
      return CordonOptions.builder()
          .size(size)
          .injection(injection)
          // An interrupt is for the task that is ended, and for nobody else who reads the file.
          .interrupts(InterruptPolicy.IGNORE)
          .build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SIZE + ": " + e.getMessage(), e);
    }
  }
}
