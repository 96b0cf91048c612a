package io.github.cordonfs.cache.backed;

import io.github.cordonfs.AccessAdvice;
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

  /** Windows from which on the next ones are read in advance. */
  private static final int AHEAD_FROM = 64;

  /** Windows that are read in advance at a time. */
  private static final int WINDOWS_AHEAD = 3;

  /** Pages in the cache before a miss, from which on the file is taken to be read in order. */
  private static final int HISTORY = 16;

  private final BackedSpace space;

  /** Of the monitor. */
  private final List<StoreFill> underWay = new ArrayList<>(1);

  /** The page that follows the last window, and how large that was. Of the monitor. */
  private long expected;

  private int window;

  /** Of the monitor. */
  private AccessAdvice advice = AccessAdvice.NORMAL;

  /**
   * Where the window begins that is being read in advance, in bytes: whoever reads this has the
   * next one begun. {@link Long#MAX_VALUE} if there is none. Written under the monitor; a reader
   * that sees an old one looks again there.
   */
  private long nextAt = Long.MAX_VALUE;

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
    List<StoreFill> ahead = List.of();
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
        nextAt = Long.MAX_VALUE;
        if (window >= AHEAD_FROM) {
          ahead = claimAhead(page, size);
        }
      }
    }
    ahead.forEach(this::start);
    fill.runOrAwait();
    return fill;
  }

  /**
   * Claims the windows that are expected to be read next: several, as one is cleared and filled
   * while the store reads for another. With the monitor.
   *
   * @param page that is being read
   */
  private List<StoreFill> claimAhead(long page, long size) {
    List<StoreFill> claimed = new ArrayList<>(WINDOWS_AHEAD);
    long limit = page + (long) (WINDOWS_AHEAD + 1) * window;
    int next = 0;
    while (expected < limit) {
      // From the beginning of an extent on, what makes a huge folio.
      boolean whole = (expected & (Frames.HUGE_FRAMES - 1)) == 0;
      next = claimable(expected, whole ? Frames.HUGE_FRAMES : window, size);
      if (next == 0 || !space.files().reclaimer().hasRoomFor((int) (expected + next - page))) {
        break;
      }
      StoreFill ahead = claim(expected, next, size);
      ahead.setAhead();
      claimed.add(ahead);
      expected += next;
    }
    nextAt = next == 0 ? Long.MAX_VALUE : (page + window) << Frames.FRAME_SHIFT;
    return claimed;
  }

  /** Returns whether bytes that were just read are those where the next window is to be begun. */
  boolean isNextDue(long position, int length) {
    long distance = nextAt - position;
    return distance >= 0 && distance < length;
  }

  /** Has a file read in another way from now on. */
  synchronized void advise(AccessAdvice given) {
    advice = given;
    window = 0;
  }

  /**
   * Has pages read in the background, as far as there is room. With no lock held.
   *
   * @param end just past the last
   */
  void readAhead(long first, long end) {
    List<StoreFill> ahead = new ArrayList<>();
    synchronized (this) {
      long size = space.size();
      long to = Math.min(end, PageViews.pagesUpTo(size));
      long room = to - first;
      while (room > 0 && !space.files().reclaimer().hasRoomFor((int) Math.min(room, 1 << 30))) {
        room /= 2;
      }
      to = first + room;
      long page = first;
      while (page < to) {
        int count = claimable(page, (int) Math.min(to - page, Frames.HUGE_FRAMES), size);
        if (count > 0) {
          StoreFill fill = claim(page, count, size);
          fill.setAhead();
          ahead.add(fill);
        }
        page += Math.max(count, 1);
      }
    }
    ahead.forEach(this::start);
  }

  /** Has more read in advance. With no lock held. */
  void readNext(long position, int length) {
    List<StoreFill> ahead;
    synchronized (this) {
      if (!isNextDue(position, length)) {
        return;
      }
      window = Math.min(window * GROWTH, Frames.HUGE_FRAMES);
      ahead = claimAhead(nextAt >>> Frames.FRAME_SHIFT, space.size());
    }
    ahead.forEach(this::start);
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
    if (!space.source().readShape().ahead() || advice == AccessAdvice.RANDOM) {
      window = 0;
      return wanted;
    }
    if (advice == AccessAdvice.SEQUENTIAL) {
      window = Frames.HUGE_FRAMES;
      return Math.max(window, wanted);
    }
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
   * and not beyond one that is there, or failed, or is being read.
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
    // A page that failed may be lost: what the store has is not what was in it.
    while (to < limit && isMissing(to)) {
      to++;
    }
    return (int) Math.max(to - page, 0);
  }

  private boolean isThere(long page) {
    BackedExtent extent = space.backedExtent(page);
    return extent != null && extent.hasData((int) page & (Frames.HUGE_FRAMES - 1));
  }

  private boolean isMissing(long page) {
    BackedExtent extent = space.backedExtent(page);
    return extent == null || extent.isMissing((int) page & (Frames.HUGE_FRAMES - 1));
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

  /** Takes the claims of those that would show pages which were written meanwhile. */
  synchronized void lose(long page, int count) {
    underWay.removeIf(fill -> page < fill.end() && fill.first() < page + count);
  }

  /** Takes the claims of all that are under way: what they read is of no use any more. */
  synchronized void loseAll() {
    underWay.clear();
    expected = 0;
    nextAt = Long.MAX_VALUE;
    window = 0;
  }
}
