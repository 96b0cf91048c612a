package io.github.cordonfs.nio.watch;

import org.jspecify.annotations.Nullable;

/** How many events wait in a watch key before they are dropped for one OVERFLOW. */
final class WatchLimit {

  /** Of the JDK, for its own watch services: at least 1, as {@link Long#decode} reads it. */
  static final String PROPERTY = "jdk.nio.file.WatchService.maxEventsPerPoll";

  private static final int DEFAULT = 512;

  /** The longest list that the JVM is sure to make. */
  private static final int MAX = Integer.MAX_VALUE - 8;

  /** Read once, as by the JDK. */
  static final int EVENTS = of(System.getProperty(PROPERTY));

  private WatchLimit() {}

  /** Returns the limit that a value of the property asks for; the default if it is no number. */
  static int of(@Nullable String value) {
    if (value == null) {
      return DEFAULT;
    }
    try {
      return Math.clamp(Long.decode(value), 1, MAX);
    } catch (NumberFormatException e) {
      return DEFAULT;
    }
  }
}
