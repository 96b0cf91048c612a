package io.github.cordonfs.monitor.pool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest failures, and when each frame failed. Thread-safe. */
public final class FailureLog {

  /** More are forgotten, the oldest first. */
  public static final int MOST = 10_000;

  /** A failure with its number: from 1, without gaps, in the order in which they came. */
  public record Numbered(long number, FailureReport report) {}

  private final ArrayDeque<Numbered> latest = new ArrayDeque<>();
  private final Map<Integer, Instant> since = new HashMap<>();
  private long count;

  /** Makes an empty one. */
  public FailureLog() {}

  /** Adds a failure and returns it with its number. */
  public synchronized Numbered add(FailureReport report) {
    if (latest.size() == MOST) {
      Numbered oldest = latest.removeFirst();
      var _ = since.remove(oldest.report().frame(), oldest.report().time());
    }
    Numbered added = new Numbered(++count, report);
    latest.addLast(added);
    since.put(report.frame(), report.time());
    return added;
  }

  /** Returns the failures that are remembered, the oldest first. */
  public synchronized List<Numbered> all() {
    return new ArrayList<>(latest);
  }

  /** Returns when a frame failed, if that is remembered. */
  public synchronized Optional<Instant> since(int frame) {
    return Optional.ofNullable(since.get(frame));
  }
}
