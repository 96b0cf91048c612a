package io.github.cordonfs.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pages of a file, as runs that do not touch each other. Not thread-safe. */
final class PageSet {

  /** The first page of each run, and the one past its last. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  void add(long first, long end) {
    long from = first;
    long to = end;
    Map.Entry<Long, Long> near = runs.floorEntry(end);
    while (near != null && near.getValue() >= first) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      runs.remove(near.getKey());
      near = runs.floorEntry(end);
    }
    runs.put(from, to);
  }

  void remove(long first, long end) {
    Map.Entry<Long, Long> near = runs.lowerEntry(end);
    while (near != null && near.getValue() > first) {
      long from = near.getKey();
      long to = near.getValue();
      runs.remove(from);
      if (from < first) {
        runs.put(from, first);
      }
      if (to > end) {
        runs.put(end, to);
      }
      near = runs.lowerEntry(from);
    }
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Returns the first page of each run and the one past its last. */
  Map<Long, Long> runs() {
    return runs;
  }

  /** Returns all of them, in order. */
  List<Long> pages() {
    List<Long> pages = new ArrayList<>();
    runs.forEach((from, to) -> {
      for (long page = from; page < to; page++) {
        pages.add(page);
      }
    });
    return pages;
  }
}
