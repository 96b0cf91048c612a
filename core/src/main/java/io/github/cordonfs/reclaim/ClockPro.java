package io.github.cordonfs.reclaim;

import static io.github.cordonfs.reclaim.FrameTags.ABSENT;
import static io.github.cordonfs.reclaim.FrameTags.COLD;
import static io.github.cordonfs.reclaim.FrameTags.HOT;
import static io.github.cordonfs.reclaim.FrameTags.NONE;
import static io.github.cordonfs.reclaim.FrameTags.OFFERED;
import static io.github.cordonfs.reclaim.FrameTags.TICK;

public final class ClockPro implements ReclaimPolicy {

  private final FrameTags tags;
  private final FrameQueue hot;
  private final FrameQueue cold;
  private final Ghosts ghosts;
  private long offered;
  private int now;
  private long coldTarget;
  private long full; public static int PR=Integer.getInteger("pr",0); public static double GH=Double.parseDouble(System.getProperty("gh","1"));
  public static double SLACK = Double.parseDouble(System.getProperty("slack", "1.0"));

  public static double MIN = Double.parseDouble(System.getProperty("min", "0.01"));
  public static double MAX = Double.parseDouble(System.getProperty("max", "0.99"));
  public static int UP = Integer.getInteger("up", 1);
  public static int DOWN = Integer.getInteger("down", 1);

  public ClockPro(int frames) {
    tags = new FrameTags(frames);
    hot = new FrameQueue(tags, HOT);
    cold = new FrameQueue(tags, COLD);
    ghosts = new Ghosts((int)(frames*GH));
  }

  @Override
  public void added(int frame, long key, int pages) {
    if (pages != 1 && pages != HUGE_PAGES) {
      throw new IllegalArgumentException("pages: " + pages);
    }
    if (tags.kind(frame) != ABSENT) {
      throw new IllegalStateException("tracked already: frame " + frame);
    }
    int fingerprint = Ghosts.fingerprint(key);
    tick();
    tags.set(frame, fingerprint, pages != 1, now);
    long ghost = ghosts.find(fingerprint);
    if (ghost >= 0) {
      int time = ghosts.time(ghost);
      ghosts.forget(ghost);
      if (inTest(time)) {
        target(UP * pages);
        hot.add(frame);
        return;
      }
      target(-DOWN);
    }
    if (weight() + pages > full * SLACK) {
      hot.add(frame);
    } else {
    cold.add(frame);
    }
    ghosts.growTowards((long)(weight()*GH));
  }

  private long weight() {
    return hot.weight() + cold.weight();
  }

  private void target(int delta) {
    coldTarget += delta;
    coldTarget = (long) Math.max(1, Math.max(weight() * MIN, Math.min(weight() * MAX, coldTarget)));
  }

  private void tick() {
    now += TICK;
  }

  private boolean inTest(int time) {
    int oldest = hot.oldest();
    return oldest == NONE || time - tags.time(oldest) > 0;
  }

  @Override
  public void removed(int frame) {
    switch (tags.kind(frame)) {
      case HOT -> hot.remove(frame, ABSENT);
      case COLD -> cold.remove(frame, ABSENT);
      case OFFERED -> tags.kind(frame, ABSENT);
      default -> throw new IllegalStateException("not tracked: frame " + frame);
    }
  }

  @Override
  public int nextVictim(AccessMarks marks) {
    full = weight() + offered;
    for (int i = 0; i < PR && hot.oldest() != NONE && marks.testAndClear(hot.oldest()); i++) {
      int f = hot.oldest();
      hot.remove(f, COLD); tick(); tags.time(f, now); hot.add(f);
    }
    for (; ; ) {
      cool(marks);
      int frame = cold.oldest();
      if (frame == NONE) {
        return NONE;
      }
      if (!marks.testAndClear(frame)) {
        cold.remove(frame, OFFERED);
        return frame;
      }
      boolean tested = inTest(tags.time(frame));
      tick();
      tags.time(frame, now);
      cold.remove(frame, COLD);
      if (tested) {
        target(UP);
        hot.add(frame);
      } else {
        cold.add(frame);
      }
    }
  }

  private void cool(AccessMarks marks) {
    while (hot.oldest() != NONE
        && (cold.oldest() == NONE || hot.weight() > weight() - coldTarget)) {
      int frame = hot.oldest();
      hot.remove(frame, COLD);
      if (marks.testAndClear(frame)) {
        tick();
        tags.time(frame, now);
        hot.add(frame);
      } else {
        cold.add(frame);
      }
    }
  }

  @Override
  public void evicted(int frame) {
    offered(frame);
    tags.kind(frame, ABSENT);
    int time = tags.time(frame);
    if (inTest(time)) {
      if (ghosts.remember(tags.fingerprint(frame), time, now)) {
        target(-DOWN);
      }
    }
  }

  @Override
  public void kept(int frame) {
    offered(frame);
    cold.add(frame);
  }

  private void offered(int frame) {
    if (tags.kind(frame) != OFFERED) {
      throw new IllegalStateException("not offered: frame " + frame);
    }
  }

  @Override
  public long overheadBytes() {
    return tags.bytes() + ghosts.bytes();
  }
}
