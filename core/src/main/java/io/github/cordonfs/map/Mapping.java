package io.github.cordonfs.map;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a part of a file. Pages are numbered as in the file; what is asked for outside the
 * mapping is left out. Thread-safe: a lock of its own, below the extent's.
 *
 * <p>Its life:
 *
 * <ul>
 *   <li><em>new</em>: made, with no addresses yet. Nothing can be shown.
 *   <li><em>open</em>: has a {@link Window}, and is being laid. The addresses were not handed out
 *       yet.
 *   <li><em>complete</em>: the addresses were handed out.
 *   <li><em>detached</em>: for good. Nothing is laid any more, because the addresses may have been
 *       unmapped and given to somebody else.
 * </ul>
 */
public final class Mapping {

  private final long firstPage;
  private final long pages;
  private final boolean writable;
  private final Consumer<? super Mapping> onDetach;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private @Nullable Window window;
  private int firstFrame = Frames.NONE;
  private boolean detached;
  private boolean complete;
  private boolean refused;
  private int ranges;

  /** Guards the list of mappings that are still to be detached, or of which nobody was told. */
  private static final Object UNFINISHED = new Object();

  private static volatile @Nullable Mapping unfinished;

  // Of a mapping in the list.
  private @Nullable Mapping next;

  /** Whether it is still to be detached: otherwise it was, but nobody was told. */
  private boolean waits;

  /**
   * Creates a mapping without addresses.
   *
   * @param firstPage in the file, from 0
   * @param pages how many, at least 1
   * @param writable whether stores are possible
   * @param onDetach run once, with no lock held, by the thread that detaches it
   */
  public Mapping(long firstPage, long pages, boolean writable, Consumer<? super Mapping> onDetach) {
    this.firstPage = firstPage;
    this.pages = pages;
    this.writable = writable;
    this.onDetach = onDetach;
  }

  /** Returns whether stores are possible. */
  public boolean isWritable() {
    return writable;
  }

  /** Returns the first page, as numbered in the file. */
  public long firstPage() {
    return firstPage;
  }

  /** Returns the page just past the last. */
  public long endPage() {
    return firstPage + pages;
  }

  /** Returns whether a page of the file is in the mapping. */
  public boolean covers(long page) {
    return page >= firstPage && page < endPage();
  }

  /** Returns what the JDK calls a mapping of this kind. */
  MapMode mode() {
    return writable ? MapMode.READ_WRITE : MapMode.READ_ONLY;
  }

  /** Gives it its addresses, which show nothing yet, as the other. */
  public boolean open(Window addresses) {
    return open(addresses, Frames.NONE);
  }

  /**
   * Gives it its addresses.
   *
   * @param frame the frame that the first page shows already, and the next one those that follow;
   *     or NONE
   * @return false if it was detached meanwhile
   */
  public boolean open(Window addresses, int frame) {
    lock.lock();
    try {
      if (!detached) {
        window = addresses;
        firstFrame = frame;
      }
      return !detached;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the frame that the first page showed when it was opened, or NONE. */
  public int firstFrame() {
    lock.lock();
    try {
      return firstFrame;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows adjacent frames from a page on.
   *
   * @return false if the kernel refuses: then accesses to the range fault, or, if it is not
   *     complete yet, it never can be
   */
  public boolean show(long page, int frame, int count) {
    lock.lock();
    try {
      if (window == null) {
        return true;
      }
      long from = Math.max(page, firstPage);
      int shown = (int) (Math.min(page + count, endPage()) - from);
      if (shown <= 0) {
        return true;
      }
      int firstFrame = frame + (int) (from - page);
      boolean done = window.show(from - firstPage, firstFrame, shown);
      while (!done && complete && SpareRanges.giveUp()) {
        done = window.show(from - firstPage, firstFrame, shown);
      }
      return done || refusedLocked(window, from, shown);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows zeros from a page on; only for a mapping that cannot be written.
   *
   * @return false if the kernel refuses, as {@link #show}
   */
  public boolean showZeros(long page, long count) {
    lock.lock();
    try {
      if (window == null) {
        return true;
      }
      long from = Math.max(page, firstPage);
      long shown = Math.min(page + count, endPage()) - from;
      if (shown <= 0) {
        return true;
      }
      boolean done = window.showZeros(from - firstPage, shown);
      while (!done && complete && SpareRanges.giveUp()) {
        done = window.showZeros(from - firstPage, shown);
      }
      return done || refusedLocked(window, from, shown);
    } finally {
      lock.unlock();
    }
  }

  /** Makes accesses fault from a page on. Cannot fail; allocates nothing. */
  public void fault(long page, long count) {
    lock.lock();
    try {
      long from = Math.max(page, firstPage);
      long cut = Math.min(page + count, endPage()) - from;
      if (window != null && cut > 0) {
        faultLocked(window, from, cut);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes what cannot be shown fault; as long as nobody has the addresses, nobody will get them.
   */
  private boolean refusedLocked(Window addresses, long from, long count) {
    if (complete) {
      faultLocked(addresses, from, count);
    } else {
      refused = true;
    }
    return false;
  }

  private void faultLocked(Window addresses, long from, long count) {
    boolean done = addresses.fault(from - firstPage, count);
    while (!done && SpareRanges.giveUp()) {
      done = addresses.fault(from - firstPage, count);
    }
    // No range is left to the process for a hole in this one. All of it as one needs no more than
    // there is: too much is told, but nothing wrong is read.
    if (!done) {
      done = addresses.fault(0, pages);
    }
    while (!done && SpareRanges.giveUpLast()) {
      done = addresses.fault(0, pages);
    }
    if (!done) {
      throw new IllegalStateException("the kernel refuses to cut off pages of a mapping");
    }
  }

  /**
   * Makes all of a new mapping fault, as the first thing that is laid.
   *
   * @return false if the kernel refuses
   */
  public boolean cover() {
    lock.lock();
    try {
      return window == null || window.fault(0, pages);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that all is laid, and that somebody gets the addresses now.
   *
   * @param count ranges of addresses that were taken from the {@link RangeBudget} for it, and are
   *     its own now
   * @return false if the kernel refused something meanwhile, to whoever laid it: then it does not
   *     take the ranges, and must be detached
   */
  public boolean complete(int count) {
    lock.lock();
    try {
      if (refused) {
        return false;
      }
      complete = true;
      if (detached) {
        RangeBudget.giveBack(count);
      } else {
        ranges = count;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets go of the addresses, which show nothing of the file any more. Idempotent. If there is no
   * stack for that, or no heap for all of it, the rest is done by {@link #finishDetaching}.
   *
   * @throws StackOverflowError if nothing was done; an arena that gets it does not unmap either
   */
  public void detach() {
    try {
      StackProbe.touch();
    } catch (StackOverflowError e) {
      // Without a call: there is no stack for one.
      synchronized (UNFINISHED) {
        if (!waits) {
          waits = true;
          next = unfinished;
          unfinished = this;
        }
      }
      throw e;
    }
    boolean first = false;
    lock.lock();
    try {
      if (detached) {
        return;
      }
      first = true;
      detached = true;
      Window addresses = window;
      // First of all: whatever the kernel says, nothing is laid there any more.
      window = null;
      RangeBudget.giveBack(ranges);
      if (addresses != null && complete) {
        faultLocked(addresses, firstPage, pages);
      } else if (addresses != null) {
        // If that is refused, the addresses are not handed out.
        var _ = addresses.fault(0, pages);
      }
    } finally {
      lock.unlock();
      if (first) {
        var _ = letGo();
      }
    }
  }

  /** Tells who made it; false if there is no heap for that, and it will be done later. */
  private boolean letGo() {
    try {
      onDetach.accept(this);
      return true;
    } catch (OutOfMemoryError e) {
      synchronized (UNFINISHED) {
        next = unfinished;
        unfinished = this;
      }
      return false;
    }
  }

  /** Returns whether there is something to do for {@link #finishDetaching}. */
  public static boolean anyUnfinished() {
    return unfinished != null;
  }

  /**
   * Detaches mappings whose arenas were closed when there was no stack or no heap for all of it.
   * With no lock held.
   */
  public static void finishDetaching() {
    boolean goOn = true;
    while (goOn) {
      Mapping each;
      boolean owes;
      synchronized (UNFINISHED) {
        each = unfinished;
        if (each == null) {
          return;
        }
        unfinished = each.next;
        each.next = null;
        owes = !each.waits;
        each.waits = false;
      }
      if (owes) {
        goOn = each.letGo();
      } else {
        each.detach();
      }
    }
  }
}
