package io.github.cordonfs.failure;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.MemoryScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks through the memory and asks the kernel, without a signal, for pages that it knows to be
 * bad, before a reader arrives there (contract row U7). Frames of bad memory that are out of
 * service already get another chance to be renewed.
 */
public final class Patrol extends MemoryScan {

  private final PageCache cache;
  private final HardOffline failure;

  /** The next 2 MiB to look at. Guarded by this object. */
  private int cursor;

  /** How many times 2 MiB were looked at. Written by who has this object's monitor. */
  private volatile long lookedAt;

  /** For the memory of a page cache. */
  public Patrol(PageCache cache, HardOffline failure) {
    this.cache = cache;
    this.failure = failure;
  }

  @Override
  protected boolean scan(int blocks) {
    if (cache.isClosed()) {
      return false;
    }
    // Also where the kernel cannot say what is bad: there are frames to be renewed.
    var _ = walk(blocks);
    return true;
  }

  /**
   * Looks at all memory once.
   *
   * @return how many frames were found bad that were not known to be; -1 if the kernel cannot say
   *     (before Linux 5.14)
   */
  public int walkAll() {
    return walk(blocks());
  }

  /** Returns how many bytes were looked at so far, the same ones over and over. */
  public long lookedAtBytes() {
    return lookedAt << Frames.HUGE_SHIFT;
  }

  private int blocks() {
    return cache.frameTable().frameCount() >>> Frames.HUGE_ORDER;
  }

  private int walk(int count) {
    List<BadFrame> bad = new ArrayList<>();
    boolean canSay = look(count, bad);
    // With no lock held: listeners are called. What they do makes the list an old one.
    int found = 0;
    for (BadFrame each : bad) {
      MemoryFailureEvent event = failure.hardOffline(each, FailureSource.SCRUB);
      found += event == null || event.message() == MessageType.ALREADY_POISONED ? 0 : 1;
    }
    // There may be no operation for a long time by those who met something with locks held.
    failure.deliverReports();
    return canSay ? found : -1;
  }

  /**
   * Looks at the next blocks.
   *
   * @param bad gets the frames that cannot be read and are not known to be bad
   * @return false if the kernel cannot say
   */
  private synchronized boolean look(int count, List<BadFrame> bad) {
    boolean canSay = true;
    for (int i = 0; i < Math.min(count, blocks()); i++) {
      int block = cursor;
      cursor = cursor + 1 < blocks() ? cursor + 1 : 0;
      lookedAt = lookedAt + 1;
      renew(block);
      if (canSay && cache.hold(block)) {
        try {
          canSay = lookAt(block, bad);
        } finally {
          cache.letGo(block);
        }
      }
    }
    return canSay;
  }

  /** Row S49: whatever their memory looks like, as the mark of one may be a false one. */
  private void renew(int block) {
    if (cache.frameTable().quarantinedFrames() > 0) {
      int first = block << Frames.HUGE_ORDER;
      for (int frame = first; frame < first + Frames.HUGE_FRAMES; frame++) {
        cache.renew(frame);
      }
    }
  }

  private boolean lookAt(int block, List<BadFrame> bad) {
    int first = block << Frames.HUGE_ORDER;
    Optional<Boolean> readable = cache.memory().areReadable(first, Frames.HUGE_FRAMES);
    if (!readable.orElse(true)) {
      examine(first, bad);
    }
    return readable.isPresent();
  }

  private void examine(int first, List<BadFrame> bad) {
    for (int frame = first; frame < first + Frames.HUGE_FRAMES; frame++) {
      BadFrame found = isKnown(frame) ? null : cache.findBad(frame);
      if (found != null) {
        bad.add(found);
      }
    }
  }

  private boolean isKnown(int frame) {
    return switch (cache.frameTable().state(frame)) {
      case FrameState.POISONED, FrameState.QUARANTINED, FrameState.TRANSIT_POISONED -> true;
      default -> false;
    };
  }
}
