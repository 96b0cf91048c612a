package io.github.cordonfs.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a job counted, and what it found wrong. Thread-safe. */
final class Findings {

  private static final int SHOWN = 20;

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long wrongCount;

  /** Adds to a count, which is printed also if it stays 0. */
  synchronized void count(String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  synchronized long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /**
   * Something is wrong: the job fails.
   *
   * @param kind the count that it belongs to
   */
  synchronized void wrong(String kind, String what) {
    count(kind, 1);
    wrongCount++;
    if (wrong.size() < SHOWN) {
      wrong.add(kind + ": " + what);
    }
  }

  /** Fails the job unless two numbers are the same. */
  void expect(String what, long expected, long actual) {
    if (expected != actual) {
      wrong("differences", what + ": " + actual + " instead of " + expected);
    }
  }

  /** Prints everything, and returns whether nothing is wrong. */
  synchronized boolean print(String job) {
    StringBuilder line = new StringBuilder("RESULT ").append(job);
    counts.forEach((what, count) -> line.append(' ').append(what).append('=').append(count));
    System.out.println(line);
    wrong.forEach(what -> System.out.println("WRONG " + what));
    System.out.println((wrongCount == 0 ? "PASS " : "FAIL ") + job);
    return wrongCount == 0;
  }
}
