package io.github.cordonfs.bench.replay;

import io.github.cordonfs.reclaim.AccessMarks;
import io.github.cordonfs.reclaim.ReclaimPolicy;
import java.util.Arrays;

/** Cordon's policy, called as the page cache calls it. */
final class CordonCache implements Simulator, AccessMarks {

  private static final int ABSENT = -1;

  private final ReclaimPolicy policy;
  private final int[] frameOf;
  private final int[] pageIn;
  private final boolean[] marks;
  private int used;

  CordonCache(ReclaimPolicy policy, int pages, int footprint) {
    this.policy = policy;
    frameOf = new int[footprint];
    Arrays.fill(frameOf, ABSENT);
    pageIn = new int[pages];
    marks = new boolean[pages];
  }

  @Override
  public boolean read(int page) {
    int frame = frameOf[page];
    if (frame != ABSENT) {
      marks[frame] = true;
      return true;
    }
    if (used < pageIn.length) {
      frame = used++;
    } else {
      frame = policy.nextVictim(this);
      policy.evicted(frame);
      frameOf[pageIn[frame]] = ABSENT;
    }
    frameOf[page] = frame;
    pageIn[frame] = page;
    marks[frame] = false;
    policy.added(frame, key(page), 1);
    return false;
  }

  @Override
  public boolean testAndClear(int frame) {
    boolean marked = marks[frame];
    marks[frame] = false;
    return marked;
  }

  /** Spreads page numbers over 64 bits, as the hash of a file and a page does. */
  private static long key(int page) {
    long key = (page + 1) * 0x9E3779B97F4A7C15L;
    key = (key ^ (key >>> 30)) * 0xBF58476D1CE4E5B9L;
    key = (key ^ (key >>> 27)) * 0x94D049BB133111EBL;
    return key ^ (key >>> 31);
  }
}
