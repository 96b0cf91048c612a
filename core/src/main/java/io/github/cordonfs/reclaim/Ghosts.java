package io.github.cordonfs.reclaim;

import java.util.Arrays;

/**
 * The evicted pages that are remembered: of each the fingerprint of its key and its time, six
 * bytes. They lie in buckets of eight, so that no look is at more than two cache lines; where a
 * bucket is full, the oldest in it is forgotten. The table grows by one bucket at a time (linear
 * hashing: Litwin, VLDB 1980), so that no call has to move all of it.
 *
 * <p>A fingerprint has 32 bits, and all ghosts of a bucket share as many of them as tell buckets
 * apart. So with a cache of 16 GiB about one look in a thousand takes a page for another. All that
 * follows is a wrong guess.
 */
final class Ghosts {

  /** No slot. */
  static final int NONE = -1;

  private static final int EMPTY = 0;
  private static final int BUCKET_SHIFT = 3;
  private static final int BUCKET = 1 << BUCKET_SHIFT;
  private static final int SEGMENT_SHIFT = 11;
  private static final int SEGMENT = 1 << SEGMENT_SHIFT;

  private static final long HEADER_BYTES = 16;
  private static final long SEGMENT_BYTES = 2 * HEADER_BYTES + (4 + 2) * SEGMENT;

  private static final int[] NO_FINGERPRINTS = {};
  private static final char[] NO_TIMES = {};

  private final int mostBuckets;
  private final int[][] fingerprints;
  private final char[][] times;
  private int buckets = 1;
  private int count;
  private long bytes;

  /** Remembers at most this many pages, rounded up to a whole bucket. */
  Ghosts(int most) {
    mostBuckets = Math.max(1, (most + BUCKET - 1) >> BUCKET_SHIFT);
    int segments = segment((mostBuckets << BUCKET_SHIFT) - 1) + 1;
    fingerprints = new int[segments][];
    Arrays.fill(fingerprints, NO_FINGERPRINTS);
    times = new char[segments][];
    Arrays.fill(times, NO_TIMES);
    bytes = 2 * HEADER_BYTES + 2 * 4L * segments;
    addSegment(0);
  }

  /** The fingerprint of a key, whose bits are all as good as random. */
  static int fingerprint(long key) {
    int folded = Long.hashCode(key);
    return folded == EMPTY ? 1 : folded;
  }

  /** How many pages are remembered. */
  int count() {
    return count;
  }

  /** How many there is room for, never more than the bound. */
  int capacity() {
    return buckets << BUCKET_SHIFT;
  }

  /** The heap that this takes. */
  long bytes() {
    return bytes;
  }

  /** Adds a bucket if there is not yet room for this many pages. */
  void growTowards(long pages) {
    if (buckets < mostBuckets && capacity() < pages) {
      addBucket();
    }
  }

  /** The slot of a page, valid until the next call that changes something, or {@link #NONE}. */
  int find(int fingerprint) {
    int from = bucket(fingerprint) << BUCKET_SHIFT;
    for (int slot = from; slot < from + BUCKET; slot++) {
      if (fingerprintIn(slot) == fingerprint) {
        return slot;
      }
    }
    return NONE;
  }

  int time(int slot) {
    return times[segment(slot)][place(slot)];
  }

  void forget(int slot) {
    fingerprints[segment(slot)][place(slot)] = EMPTY;
    count--;
  }

  /**
   * Remembers a page.
   *
   * @param now the present, from which ages are counted
   * @return whether another page was forgotten for it
   */
  boolean remember(int fingerprint, int time, int now) {
    int known = find(fingerprint);
    if (known != NONE) {
      put(known, fingerprint, time);
      return false;
    }
    int from = bucket(fingerprint) << BUCKET_SHIFT;
    int oldest = from;
    int oldestAge = NONE;
    for (int slot = from; slot < from + BUCKET; slot++) {
      if (fingerprintIn(slot) == EMPTY) {
        put(slot, fingerprint, time);
        count++;
        return false;
      }
      int age = (char) (now - time(slot));
      if (age > oldestAge) {
        oldestAge = age;
        oldest = slot;
      }
    }
    put(oldest, fingerprint, time);
    return true;
  }

  /** Adds a bucket, and moves there what belongs to it from the one that was for both. */
  private void addBucket() {
    int added = buckets;
    int to = added << BUCKET_SHIFT;
    if (fingerprints[segment(to)].length == 0) {
      addSegment(segment(to));
    }
    buckets++;
    int from = (added - Integer.highestOneBit(added)) << BUCKET_SHIFT;
    for (int slot = from; slot < from + BUCKET; slot++) {
      int fingerprint = fingerprintIn(slot);
      if (fingerprint != EMPTY && bucket(fingerprint) == added) {
        put(to++, fingerprint, time(slot));
        fingerprints[segment(slot)][place(slot)] = EMPTY;
      }
    }
  }

  private void addSegment(int segment) {
    char[] timesAdded = new char[SEGMENT];
    fingerprints[segment] = new int[SEGMENT];
    times[segment] = timesAdded;
    bytes += SEGMENT_BYTES;
  }

  private int bucket(int fingerprint) {
    int half = Integer.highestOneBit(buckets);
    int bucket = fingerprint & (2 * half - 1);
    return bucket < buckets ? bucket : bucket - half;
  }

  private int fingerprintIn(int slot) {
    return fingerprints[segment(slot)][place(slot)];
  }

  private void put(int slot, int fingerprint, int time) {
    fingerprints[segment(slot)][place(slot)] = fingerprint;
    times[segment(slot)][place(slot)] = (char) time;
  }

  private static int segment(int slot) {
    return slot >> SEGMENT_SHIFT;
  }

  private static int place(int slot) {
    return slot & SEGMENT - 1;
  }
}
