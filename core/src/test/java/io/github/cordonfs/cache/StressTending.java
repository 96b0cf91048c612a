package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.FrameState;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Moves pages and makes bad ones good again, while everything else goes on. */
final class StressTending {

  private final PageCache cache;
  private final StressTally tally;
  private final SoftOffline softOffline;
  private final Unpoison unpoison;

  StressTending(PageCache cache, StressTally tally) {
    this.cache = cache;
    this.tally = tally;
    this.softOffline = new SoftOffline(cache);
    this.unpoison = new Unpoison(cache);
  }

  /** Moves the page at an offset, if there is one. */
  void softOffline(StressFile file, long position) {
    int frame = file.space.frameAt(position);
    if (frame >= 0 && softOffline.softOffline(frame) == SoftOfflineResult.MIGRATED) {
      tally.softOfflined.increment();
    }
  }

  /** Takes back failures of some frames, wherever they are. */
  void unpoisonSome(RandomGenerator random, int count) {
    int all = cache.table.frameCount();
    int frame = random.nextInt(all);
    int done = 0;
    for (int i = 0; i < all && done < count; i++) {
      byte state = cache.table.state(frame);
      boolean out = state == FrameState.QUARANTINED || state == FrameState.POISONED;
      if (out && unpoison.unpoison(frame) == UnpoisonResult.UNPOISONED) {
        tally.unpoisoned.increment();
        done++;
      }
      frame = frame + 1 < all ? frame + 1 : 0;
    }
  }

  /** Removes the poisoned pages of a file, or restores them: always, if it is not to be changed. */
  void makeGood(StressFile file, RandomGenerator random) {
    if (file.untouched || random.nextBoolean()) {
      restore(file);
    } else {
      tally.cleared.add(file.space.clearPoison(0, Long.MAX_VALUE).size());
    }
  }

  private void restore(StressFile file) {
    file.space.lock();
    try {
      for (ByteRange range : file.space.badRanges()) {
        long[] words = new long[Math.toIntExact(range.length() / 8)];
        for (int i = 0; i < words.length; i++) {
          words[i] = file.wordNow((int) (range.offset() / 8) + i);
        }
        List<ByteRange> restored = new ArrayList<>();
        if (file.space.restore(range, MemorySegment.ofArray(words), restored) < 0) {
          return; // no memory
        }
        for (ByteRange each : restored) {
          // Not all of the range: a page may have been unpoisoned meanwhile, and have what it had.
          tally.restored.add((each.length() + TestFile.PAGE - 1) / TestFile.PAGE);
          int from = (int) (each.offset() - range.offset()) / 8;
          int to = from + (int) each.length() / 8;
          file.readAndCheck((int) (each.offset() / 8), Arrays.copyOfRange(words, from, to));
        }
      }
    } finally {
      file.space.unlock();
    }
  }

  /** Joins what can be joined of a file. */
  void collapse(StressFile file) {
    tally.collapsed.add(SpaceCollapse.collapse(file.space, 0, Long.MAX_VALUE).joined());
  }
}
