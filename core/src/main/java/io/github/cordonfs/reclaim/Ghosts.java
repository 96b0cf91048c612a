package io.github.cordonfs.reclaim;

/**
 * The evicted pages that are remembered: of each the fingerprint and the time it was last put in
 * order. They lie in buckets of eight, so that a look is at one or two cache lines; where a bucket
 * is full, the oldest is forgotten. The table grows by one bucket at a time (linear hashing: Litwin,
 * VLDB 1980), so that no call has to move all of it.
 *
 * <p>Fingerprints have 32 bits, of which the bucket fixes some. A page is taken for another once in
 * some thousand looks with a cache of 16 GiB; all that follows is a wrong guess.
 */
final class Ghosts {

  private static final int WAYS = Integer.getInteger("ways",8);
  private static final int BUCKET_WORDS = 2 * WAYS;
  private static final int SEGMENT_SHIFT = 8;
  private static final int SEGMENT_BUCKETS = 1 << SEGMENT_SHIFT;
  private static final long SEGMENT_BYTES = 16 + 4L * SEGMENT_BUCKETS * BUCKET_WORDS;
  private static final int[] NO_SEGMENT = {};

  /** Of each ghost the fingerprint, 0 for none, and its time. */
  private final int[][] segments;

  private final int most;
  private int buckets = 1;
  private int count;
  private long bytes;

  /** Remembers no more pages than this, rounded up to a bucket. */
  Ghosts(int most) {
    this.most = Math.max(1, (int) (((long) most + WAYS - 1) / WAYS));
    segments = new int[(this.most + SEGMENT_BUCKETS - 1) >> SEGMENT_SHIFT][];
    java.util.Arrays.fill(segments, NO_SEGMENT);
    segments[0] = new int[SEGMENT_BUCKETS * BUCKET_WORDS];
    bytes = 16 + 4L * segments.length + SEGMENT_BYTES;
  }

  /** The fingerprint of a key; never 0. */
  static int fingerprint(long key) {
    int folded = (int) (key ^ (key >>> 32));
    return folded == 0 ? 1 : folded;
  }

  int count() {
    return count;
  }

  int capacity() {
    return buckets * WAYS;
  }

  long bytes() {
    return bytes;
  }

  /** Makes room for this many pages in all, at most a bucket a call. */
  void growTowards(long pages) {
    if (buckets < most && capacity() < pages) {
      grow();
    }
  }

  /** The slot of a page, for {@link #time} and {@link #forget}, or -1. */
  long find(int fingerprint) {
    int bucket = bucket(fingerprint);
    int[] segment = segments[bucket >> SEGMENT_SHIFT];
    int from = at(bucket);
    for (int i = from; i < from + BUCKET_WORDS; i += 2) {
      if (segment[i] == fingerprint) {
        return (long) bucket >> SEGMENT_SHIFT << 32 | i;
      }
    }
    return -1;
  }

  int time(long slot) {
    return segments[(int) (slot >> 32)][(int) slot + 1];
  }

  void forget(long slot) {
    segments[(int) (slot >> 32)][(int) slot] = 0;
    count--;
  }

  /**
   * Remembers a page.
   *
   * @param now no ghost's time is later
   * @return whether another was forgotten for it
   */
  boolean remember(int fingerprint, int time, int now) {
    int bucket = bucket(fingerprint);
    int[] segment = segments[bucket >> SEGMENT_SHIFT];
    int from = at(bucket);
    int victim = from;
    int oldest = -1;
    for (int i = from; i < from + BUCKET_WORDS; i += 2) {
      if (segment[i] == 0 || segment[i] == fingerprint) {
        if (segment[i] == 0) {
          count++;
        }
        segment[i] = fingerprint;
        segment[i + 1] = time;
        return false;
      }
      // Times wrap; ages do not, as far as it matters.
      int age = now - segment[i + 1];
      if (Integer.compareUnsigned(age, oldest) > 0 || oldest == -1) {
        oldest = age;
        victim = i;
      }
    }
    segment[victim] = fingerprint;
    segment[victim + 1] = time;
    return true;
  }

  /** Adds a bucket, and moves there what belongs into it from the one bucket that was for both. */
  private void grow() {
    int added = buckets;
    if (segments[added >> SEGMENT_SHIFT] == NO_SEGMENT) {
      segments[added >> SEGMENT_SHIFT] = new int[SEGMENT_BUCKETS * BUCKET_WORDS];
      bytes += SEGMENT_BYTES;
    }
    buckets++;
    int both = added - Integer.highestOneBit(added);
    int[] source = segments[both >> SEGMENT_SHIFT];
    int[] target = segments[added >> SEGMENT_SHIFT];
    int to = at(added);
    int from = at(both);
    for (int i = from; i < from + BUCKET_WORDS; i += 2) {
      if (source[i] != 0 && bucket(source[i]) == added) {
        target[to] = source[i];
        target[to + 1] = source[i + 1];
        to += 2;
        source[i] = 0;
      }
    }
  }

  private int bucket(int fingerprint) {
    int half = Integer.highestOneBit(buckets);
    int bucket = fingerprint & (2 * half - 1);
    return bucket < buckets ? bucket : bucket & (half - 1);
  }

  private static int at(int bucket) {
    return (bucket & SEGMENT_BUCKETS - 1) * BUCKET_WORDS;
  }
}
