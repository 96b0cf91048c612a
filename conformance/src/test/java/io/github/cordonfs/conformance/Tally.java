package io.github.cordonfs.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts lines, and keeps the first of those that differ. */
final class Tally {

  private static final int SHOWN = 20;

  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private final List<String> differences = new ArrayList<>();

  void add(Trace trace, TraceLine line, String got, Verdict verdict) {
    counts.merge(verdict, 1, Integer::sum);
    if (verdict == Verdict.DIFFERENT && differences.size() < SHOWN) {
      differences.add(
          String.format(
              "%s:%d: seed %d: %s: recorded %s, got %s",
              trace.file(), line.number(), trace.seed(), line, line.recorded(), got));
    }
  }

  int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** Returns the first lines that differ, in words. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  @Override
  public String toString() {
    int lines = counts.values().stream().mapToInt(Integer::intValue).sum();
    return String.format(
        "traces: %d lines, %d equal, %d deliberate, %d different",
        lines, count(Verdict.EQUAL), count(Verdict.DELIBERATE), count(Verdict.DIFFERENT));
  }
}
