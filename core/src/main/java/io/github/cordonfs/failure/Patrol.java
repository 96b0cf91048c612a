package io.github.cordonfs.failure;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.MemoryScan;
import io.github.cordonfs.frame.PoolMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks through the memory and asks the kernel, without a signal, for pages that it knows to be
 * bad, before a reader arrives there (contract row U7). Frames that are out of service already get
 * another chance to be renewed.
 */
public final class Patrol extends MemoryScan {

  private final PageCache cache;
  private final MemoryFailure failure;

  /** The next 2 MiB to look at. Guarded by this object. */
  private int cursor;

  /** For the memory of a page cache. */
  public Patrol(PageCache cache, MemoryFailure failure) {
    this.cache = cache;
    this.failure = failure;
  }

  @Override
  protected boolean scan(int blocks) {
    return !cache.isClosed() && walk(blocks) >= 0;
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

  private int blocks() {
    return cache.frameTable().frameCount() >>> Frames.HUGE_ORDER;
  }

  private int walk(int count) {
    List<Integer> bad = new ArrayList<>();
    if (!look(count, bad)) {
      return -1;
    }
    // With no lock held: listeners are called.
    int found = 0;
    for (int frame : bad) {
      cache.renew(frame);
      boolean known =
          failure.hardOffline(frame, FailureSource.SCRUB).message() == MessageType.ALREADY_POISONED;
      found += known ? 0 : 1;
    }
    return found;
  }

  /**
   * Looks at the next blocks.
   *
   * @param bad gets the frames that cannot be read
   * @return false if the kernel cannot say
   */
  private synchronized boolean look(int count, List<Integer> bad) {
    for (int i = 0; i < Math.min(count, blocks()); i++) {
      int block = cursor;
      cursor = cursor + 1 < blocks() ? cursor + 1 : 0;
      if (cache.hold(block)) {
        try {
          Optional<Boolean> readable = cache.memory().isBlockReadable(block);
          if (readable.isEmpty()) {
            return false;
          }
          if (!readable.get()) {
            examine(block, bad);
          }
        } finally {
          cache.letGo(block);
        }
      }
    }
    return true;
  }

  private void examine(int block, List<Integer> bad) {
    PoolMemory memory = cache.memory();
    int first = block << Frames.HUGE_ORDER;
    for (int frame = first; frame < first + Frames.HUGE_FRAMES; frame++) {
      if (!memory.isReadable(frame)) {
        bad.add(frame);
      }
    }
  }
}
