package io.github.cordonfs.hadoop;

import java.util.Arrays;
import java.util.Collection;

/**
 * Places blocks on executors by consistent hashing: an executor that comes takes its share from all
 * others, and one that goes leaves its share to all others; no other block moves. Immutable.
 */
final class ExecutorRing {

  /** Of each executor: the more there are, the more equal are the shares. */
  private static final int POINTS = 512;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Of all executors, ascending. */
  private final long[] points;

  /** Whose points they are. */
  private final String[] owners;

  ExecutorRing(Collection<String> executors) {
    record Point(long at, String owner) {}
    Point[] all = new Point[executors.size() * POINTS];
    int n = 0;
    for (String each : executors) {
      for (int i = 0; i < POINTS; i++) {
        all[n++] = new Point(hash(each, i), each);
      }
    }
    // Of equal points the same owner is first, in whatever order they came.
    Arrays.sort(
        all,
        (a, b) -> a.at() == b.at() ? a.owner().compareTo(b.owner()) : Long.compare(a.at(), b.at()));
    points = new long[n];
    owners = new String[n];
    for (int i = 0; i < n; i++) {
      points[i] = all[i].at();
      owners[i] = all[i].owner();
    }
  }

  boolean isEmpty() {
    return points.length == 0;
  }

  /**
   * Returns the executor of a block: the same one as long as it is there.
   *
   * @param file its path
   * @param block its number in the file, from 0
   * @throws IllegalStateException if there are no executors
   */
  String executorOf(String file, long block) {
    if (isEmpty()) {
      throw new IllegalStateException("no executors");
    }
    int found = Arrays.binarySearch(points, hash(file, block));
    int next = found >= 0 ? found : -1 - found;
    return owners[next == points.length ? 0 : next];
  }

  /** FNV-1a, and then the bits mixed: it leaves the upper ones nearly alone. */
  private static long hash(String text, long number) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash += number * 0x9e3779b97f4a7c15L;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
