package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The fills of one file that are under way: at most one for each page, however many wait for it.
 * Decides how much is read at once: what was asked for, and more where the file is read in order.
 * Thread-safe; its monitor is held for looks and claims only.
 */
final class StoreFills {

  /** Pages of the first window of a file that is read from its beginning. */
  private static final int FIRST_WINDOW = 4;

  /** A window is so many times its predecessor, up to a huge folio. */
  private static final int GROWTH = 4;

  /** Windows from which on the next one is read in advance. */
  private static final int AHEAD_FROM = 64;

  /** Pages in the cache before a miss, from which on the file is taken to be read in order. */
  private static final int HISTORY = 16;

  private final BackedSpace space;

  /** Of the monitor. */
  private final List<StoreFill> underWay = new ArrayList<>(1);

  /** The page that follows the last window, and how large that was. Of the monitor. */
  private long expected;

  private int window;

  private final AtomicLong requests = new AtomicLong();

  StoreFills(BackedSpace space) {
    this.space = space;
  }

  long requests() {
    return requests.get();
  }

  void countRequest() {
    requests.incrementAndGet();
    space.files().requested();
  }

  /**
   * Has a page filled, and waits for it. With no lock held.
   *
   * @param wanted pages that the caller is going to read, from this one on, at least 1
   * @return the fill that was meant to do it; null if the page is there or beyond the end
   */
  @Nullable StoreFill fill(long page, int wanted) {
    StoreFill fill;
    do {
      fill = fillOnce(page, wanted);
      // Row B8: what was only read ahead is nobody's error. Whoever wants the page asks for it.
    } while (fill != null && fill.isAhead() && fill.failedAt(page));
    return fill;
  }

  private @Nullable StoreFill fillOnce(long page, int wanted) {
    StoreFill fill;
    StoreFill ahead = null;
    synchronized (this) {
      fill = covering(page);
      if (fill == null) {
        if (isThere(page)) {
          return null;
        }
        // One look at it: what is claimed, and what is cleared behind its end, go together.
        long size = space.size();
        int count = claimable(page, windowAt(page, wanted), size);
        if (count == 0) {
          return null;
        }
        fill = claim(page, count, size);
        expected = page + count;
        if (window >= AHEAD_FROM) {
          int next = claimable(expected, window, size);
          if (next > 0 && space.files().reclaimer().hasRoomFor(2 * next)) {
            ahead = claim(expected, next, size);
            ahead.setAhead();
            expected += next;
          }
        }
      }
    }
    if (ahead != null) {
      start(ahead);
    }
    fill.runOrAwait();
    return fill;
  }

  /** Reads pages for the caller alone; nothing is kept of them. */
  StoreFill around(long page, int count) {
    StoreFill fill = new StoreFill(space, this, page, count, space.size(), true);
    fill.runOrAwait();
    return fill;
  }

  private void start(StoreFill ahead) {
    boolean started = false;
    try {
      // If so many are under way, whoever wants it will read it.
      started = space.files().reads().offer(ahead::runOrAwait);
    } finally {
      if (!started) {
        ahead.abandon();
      }
    }
  }

  private StoreFill claim(long page, int count, long size) {
    StoreFill fill = new StoreFill(space, this, page, count, size, false);
    underWay.add(fill);
    return fill;
  }

  /** Row of windows: 4 pages, 16, 64, 256, 512. Under the monitor. */
  private int windowAt(long page, int wanted) {
    if (page == expected) {
      window =
          page == 0 ? FIRST_WINDOW : Math.min(Math.max(window, 1) * GROWTH, Frames.HUGE_FRAMES);
    } else {
      window = Math.min(history(page), Frames.HUGE_FRAMES);
    }
    return Math.max(window, wanted);
  }

  /** Returns how many pages before one are there, or 0 if they are few. */
  private int history(long page) {
    BackedExtent extent = space.backedExtent(page - 1);
    if (page == 0 || extent == null) {
      return 0;
    }
    int at = (int) (page - 1) & (Frames.HUGE_FRAMES - 1);
    int run = 0;
    while (run <= at && extent.hasData(at - run)) {
      run++;
    }
    return run < HISTORY ? 0 : run;
  }

  /**
   * Returns how many pages from one on can be claimed: up to the end of the extent or of the file,
   * and not beyond one that is there or being read.
   */
  private int claimable(long page, int wanted, long size) {
    long end = PageViews.pagesUpTo(size);
    long limit = Math.min(Math.min(page + wanted, (page | (Frames.HUGE_FRAMES - 1)) + 1), end);
    for (StoreFill other : underWay) {
      if (other.first() >= page) {
        limit = Math.min(limit, other.first());
      } else if (other.covers(page)) {
        return 0;
      }
    }
    long to = page;
    while (to < limit && !isThere(to)) {
      to++;
    }
    return (int) Math.max(to - page, 0);
  }

  private boolean isThere(long page) {
    BackedExtent extent = space.backedExtent(page);
    return extent != null && extent.hasData((int) page & (Frames.HUGE_FRAMES - 1));
  }

  private @Nullable StoreFill covering(long page) {
    for (StoreFill fill : underWay) {
      if (fill.covers(page)) {
        return fill;
      }
    }
    return null;
  }

  /** Lets the pages behind some be claimed by others. */
  synchronized void shorten(StoreFill fill, int count) {
    fill.setCount(count);
  }

  /** Ends a claim, if it was not lost before. */
  synchronized void end(StoreFill fill) {
    underWay.remove(fill);
  }

  /** Returns whether a fill may install what it read. */
  synchronized boolean isValid(StoreFill fill) {
    return underWay.contains(fill);
  }

  /** Returns whether nothing is being read to be kept. */
  synchronized boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Takes the claims of all that are under way: what they read is of no use any more. */
  synchronized void loseAll() {
    underWay.clear();
    expected = 0;
    window = 0;
  }
}
