package io.github.cordonfs.cache.backed;

import io.github.cordonfs.frame.Frames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which lost pages of one file its source remembers for later mounts. Nobody is told of a loss that
 * it does not remember: otherwise a process that dies after an error of {@code force} would leave
 * old content that looks as if it were good. And it forgets one only when what is there instead is
 * durable.
 *
 * <p>Thread-safe. The source is called with the monitor of this, and no lock that a reader of a
 * good page could want.
 */
final class LostPages {

  private final WritableSpace space;

  /** Pages that the source remembers. Of the monitor. */
  private final NavigableSet<Long> remembered = new TreeSet<>();

  /** The poison epoch of the file up to which all is remembered. Written under the monitor. */
  private volatile long epoch;

  /** Whether nothing is forgotten any more. Of the monitor. */
  private boolean keeps;

  LostPages(WritableSpace space) {
    this.space = space;
  }

  /** Notes what the source remembers from before. */
  synchronized void rememberedBefore(Collection<Long> pages) {
    remembered.addAll(pages);
    epoch = space.poisonEpoch();
  }

  /** Has the source remember what is lost by now. With no lock of the file held. */
  void remember() {
    if (epoch == space.poisonEpoch()) {
      return;
    }
    synchronized (this) {
      // Before the look: a page that fails after it has another epoch.
      long seen = space.poisonEpoch();
      List<Long> lost = space.lostPages(page -> !remembered.contains(page));
      forEachRun(lost, space.source()::lost);
      remembered.addAll(lost);
      epoch = seen;
    }
  }

  /** As {@link #remember()}, if this page is among them; others may be remembered later. */
  void remember(long page) {
    if (epoch == space.poisonEpoch()) {
      return;
    }
    synchronized (this) {
      if (!remembered.contains(page) && space.isLostNow(page)) {
        space.source().lost(page, 1);
        remembered.add(page);
      }
    }
  }

  /**
   * Returns pages that are not lost any more, and of which the store has what there is instead.
   * With the lock that keeps the store from being written: what has been cut off here may not have
   * been cut off there yet.
   */
  synchronized List<Long> well() {
    if (remembered.isEmpty() || keeps) {
      return List.of();
    }
    List<Long> well = new ArrayList<>();
    space.lock();
    try {
      for (long page : remembered) {
        if (!space.isUnwritten(page)) {
          well.add(page);
        }
      }
    } finally {
      space.unlock();
    }
    return well;
  }

  /**
   * Forgets no page any more because of a force: the store has failed one. It may take what it
   * could not write for written, and the next force would succeed.
   */
  synchronized void keepAll() {
    keeps = true;
  }

  /** Returns whether the source remembers any page, good by now or not. */
  synchronized boolean isAnyRemembered() {
    return !remembered.isEmpty();
  }

  /** Has the source forget pages which are good, and durable. With no lock of the file held. */
  synchronized void forget(List<Long> pages) {
    List<Long> gone = new ArrayList<>();
    for (long page : pages) {
      // It may have been written and lost once more, of which it need not be told again.
      if (!space.isLostNow(page) && remembered.remove(page)) {
        gone.add(page);
      }
    }
    forEachRun(gone, space.source()::found);
  }

  private interface Run {
    void pages(long first, long count);
  }

  /** Calls something for each run of adjacent pages, which are in order. */
  private static void forEachRun(List<Long> pages, Run run) {
    int from = 0;
    while (from < pages.size()) {
      int to = from + 1;
      while (to < pages.size() && pages.get(to) == pages.get(from) + to - from) {
        to++;
      }
      run.pages(pages.get(from), to - from);
      from = to;
    }
  }

  /** Returns the pages that some bytes lie in. */
  static List<Long> pagesOf(long offset, long end) {
    List<Long> pages = new ArrayList<>();
    for (long at = offset >>> Frames.FRAME_SHIFT; at << Frames.FRAME_SHIFT < end; at++) {
      pages.add(at);
    }
    return pages;
  }
}
