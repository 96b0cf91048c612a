package io.github.cordonfs.reclaim;

import static io.github.cordonfs.reclaim.FrameTags.ABSENT;
import static io.github.cordonfs.reclaim.FrameTags.COLD;
import static io.github.cordonfs.reclaim.FrameTags.HOT;
import static io.github.cordonfs.reclaim.FrameTags.NONE;
import static io.github.cordonfs.reclaim.FrameTags.OFFERED;

import java.util.Objects;

/**
 * CLOCK-Pro: Jiang, Chen and Zhang, "CLOCK-Pro: An Effective Improvement of the CLOCK Replacement",
 * USENIX ATC 2005. What counts is the distance between two reads of a page and not how long ago the
 * last one was, so that neither a scan nor a loop longer than the cache washes out the pages that
 * are worth their memory.
 *
 * <p>A page is hot or cold; only cold pages are evicted. A cold page is in its test from when it
 * came until it has been there for longer than the hot page that has not been looked at for
 * longest. Read again in that time, be it as a ghost after it was evicted, it becomes hot, and the
 * oldest hot page that was not read becomes cold. Pages that pass their test let the share of cold
 * pages grow, for they came close to going too early; pages that fail let it shrink.
 *
 * <p>The paper has one list of all pages with three hands. Here are two queues and a table of
 * ghosts: the places of pages in the paper's list are compared by the times they were put there,
 * which count pages and not seconds. The ends of tests are counted when they are noticed, with
 * ghosts that are found or forgotten. As long as the cache grows, all pages are hot, as those that
 * come first are in the paper.
 *
 * <p>A call looks at so many marks at most; where nearly every page was read, a page that was may
 * be offered. So no call takes longer with a larger cache.
 */
public final class ClockPro implements ReclaimPolicy {

  /** Pages in 64 that are cold at least, and hot at least. */
  private static final int SHARE_SHIFT = 6;

  /** Time goes on by one with every 64th part of the cache that comes or is put in order. */
  private static final int TIME_SHARE_SHIFT = 6;

  /** Times have 16 bits. A hot page is looked at before its time could seem to be a later one. */
  private static final int MOST_AGE = 1 << 14;

  /** Marks of hot pages, and of cold ones, that one call looks at. */
  private static final int MOST_LOOKS = 256;

  private static final int MOST_GHOSTS = 1 << 29;

  private final int frames;
  private final FrameTags tags;
  private final FrameQueue hot;
  private final FrameQueue cold;
  private final Ghosts ghosts;

  /** How many pages ought to be cold. */
  private long coldTarget;

  /** The pages of the offered frames. */
  private long offered;

  /** The most pages that the cache had when it wanted memory back. */
  private long full;

  private int now;
  private long pagesSinceNow;

  /** For a pool of this many frames. */
  public ClockPro(int frames) {
    this.frames = frames;
    tags = new FrameTags(frames);
    hot = new FrameQueue(tags, HOT);
    cold = new FrameQueue(tags, COLD);
    ghosts = new Ghosts((int) Math.min(MOST_GHOSTS, ghostsFor(frames)));
  }

  /** Eight bytes of ghosts for each page in the cache. */
  private static long ghostsFor(long pages) {
    return pages + pages / 3;
  }

  @Override
  public void added(int frame, long key, int pages) {
    Objects.checkIndex(frame, frames);
    if (pages != 1 && pages != HUGE_PAGES) {
      throw new IllegalArgumentException("a page of " + pages + " pages");
    }
    if (tags.kind(frame) != ABSENT) {
      throw new IllegalStateException("frame " + frame + " is tracked already");
    }
    // First: it is the one thing that may fail, for want of heap.
    ghosts.growTowards(ghostsFor(weight() + pages));
    int fingerprint = Ghosts.fingerprint(key);
    passTime(pages);
    tags.begin(frame, fingerprint, pages != 1, now);
    boolean growing = weight() + offered + pages > full;
    if (passesTest(fingerprint, pages) || growing) {
      hot.add(frame);
    } else {
      cold.add(frame);
    }
  }

  /** Whether a page that comes is a ghost in its test; it is none any more. */
  private boolean passesTest(int fingerprint, int pages) {
    int ghost = ghosts.find(fingerprint);
    if (ghost == Ghosts.NONE) {
      return false;
    }
    boolean passes = inTest(ghosts.time(ghost));
    ghosts.forget(ghost);
    moveColdTarget(passes ? pages : -pages);
    return passes;
  }

  @Override
  public void removed(int frame) {
    switch (kind(frame)) {
      case HOT -> hot.remove(frame, ABSENT);
      case COLD -> cold.remove(frame, ABSENT);
      case OFFERED -> takeBack(frame);
      default -> throw new IllegalStateException("frame " + frame + " is not tracked");
    }
  }

  @Override
  public int nextVictim(AccessMarks marks) {
    full = Math.max(full, weight() + offered);
    int hotLooks = 0;
    for (int coldLooks = 0; ; coldLooks++) {
      hotLooks = cool(marks, hotLooks);
      int frame = cold.oldest();
      if (frame == NONE) {
        return offer(hot);
      }
      if (coldLooks == MOST_LOOKS || !marks.testAndClear(frame)) {
        return offer(cold);
      }
      wasRead(frame);
    }
  }

  /** Makes hot pages cold, the longest not read first, until there are enough cold ones. */
  private int cool(AccessMarks marks, int looks) {
    int done = looks;
    while (done < MOST_LOOKS && hot.oldest() != NONE && mustCool()) {
      int frame = hot.oldest();
      if (marks.testAndClear(frame)) {
        moveTo(hot, frame, hot);
      } else {
        hot.remove(frame, ABSENT);
        cold.add(frame);
      }
      done++;
    }
    return done;
  }

  private boolean mustCool() {
    return cold.oldest() == NONE
        || hot.weight() > weight() - coldTarget
        || (char) (now - tags.time(hot.oldest())) > MOST_AGE;
  }

  /** A cold page was read since it was put in its queue. */
  private void wasRead(int frame) {
    if (inTest(tags.time(frame))) {
      moveColdTarget(tags.weight(frame));
      moveTo(hot, frame, cold);
    } else {
      moveTo(cold, frame, cold);
    }
  }

  private void moveTo(FrameQueue to, int frame, FrameQueue from) {
    passTime(tags.weight(frame));
    tags.setTime(frame, now);
    from.remove(frame, ABSENT);
    to.add(frame);
  }

  private int offer(FrameQueue from) {
    int frame = from.oldest();
    if (frame != NONE) {
      from.remove(frame, OFFERED);
      offered += tags.weight(frame);
    }
    return frame;
  }

  @Override
  public void evicted(int frame) {
    mustBeOffered(frame);
    int time = tags.time(frame);
    if (inTest(time) && ghosts.remember(tags.fingerprint(frame), time, now)) {
      moveColdTarget(-1);
    }
    takeBack(frame);
  }

  /**
   * The frame becomes hot. Were it cold, a cache whose cold pages are all busy would be offered the
   * same few again and again.
   */
  @Override
  public void kept(int frame) {
    mustBeOffered(frame);
    takeBack(frame);
    tags.setTime(frame, now);
    hot.add(frame);
  }

  @Override
  public long overheadBytes() {
    return tags.bytes() + ghosts.bytes();
  }

  /** The pages that are tracked and not offered. */
  long weight() {
    return hot.weight() + cold.weight();
  }

  /** The pages that are hot. */
  long hotWeight() {
    return hot.weight();
  }

  /** The evicted pages that are remembered. */
  int ghosts() {
    return ghosts.count();
  }

  private int kind(int frame) {
    return tags.kind(Objects.checkIndex(frame, frames));
  }

  private void mustBeOffered(int frame) {
    if (kind(frame) != OFFERED) {
      throw new IllegalStateException("frame " + frame + " is not offered");
    }
  }

  private void takeBack(int frame) {
    offered -= tags.weight(frame);
    tags.setKind(frame, ABSENT);
  }

  private boolean inTest(int time) {
    int oldest = hot.oldest();
    return oldest == NONE || (short) (time - tags.time(oldest)) > 0;
  }

  private void moveColdTarget(long pages) {
    long weight = weight();
    long least = Math.max(1, weight >> SHARE_SHIFT);
    coldTarget = Math.clamp(coldTarget + pages, least, Math.max(least, weight - least));
  }

  private void passTime(int pages) {
    pagesSinceNow += pages;
    if (pagesSinceNow > weight() >> TIME_SHARE_SHIFT) {
      pagesSinceNow = 0;
      now = (char) (now + 1);
    }
  }
}
