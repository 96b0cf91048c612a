package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Pages of one extent that are written as a whole and are not in the cache: frames get the bytes
 * before anybody sees them, and are shown as dirty pages.
 */
final class NewDirtyPages {

  private final WritableSpace space;
  private final FramePool pool;
  private final long at;
  private final MemorySegment source;
  private final int[] frames;

  /**
   * Makes it.
   *
   * @param at where the bytes go; what is before them in their page, and behind, is zeros
   */
  NewDirtyPages(WritableSpace space, long at, MemorySegment source) {
    this.space = space;
    this.pool = space.pool;
    this.at = at;
    this.source = source;
    this.frames = new int[BackedSpace.pagesOf(at, (int) source.byteSize())];
    Arrays.fill(frames, Frames.NONE);
  }

  /** Gets frames; false if there are none, whatever goes. With no lock but that of the writers. */
  boolean take() {
    Reclaimer reclaimer = space.files().reclaimer();
    reclaimer.makeRoom(frames.length);
    int got = 0;
    while (got < frames.length) {
      int[] more = new int[frames.length - got];
      int n = pool.allocator.allocateSingles(more, more.length);
      System.arraycopy(more, 0, frames, got, n);
      got += n;
      if (got < frames.length
          && reclaimer.reclaim(frames.length - got) == 0
          && !space.writeback().makeRoom()) {
        return false;
      }
    }
    return true;
  }

  /** Copies the bytes in. */
  void fill() {
    while (true) {
      try {
        copyIn();
        return;
      } catch (InternalError e) {
        if (!BadMemory.look(this::exchangeBad)) {
          throw e; // the caller's own memory
        }
      }
    }
  }

  private void copyIn() {
    PoolMemory memory = pool.memory;
    int in = (int) at & (Frames.FRAME_BYTES - 1);
    long done = 0;
    for (int frame : frames) {
      int n = (int) Math.min(Frames.FRAME_BYTES - in, source.byteSize() - done);
      memory.zero(frame, 0, in);
      memory.copyIn(frame, in, source, done, n);
      memory.zero(frame, in + n, Frames.FRAME_BYTES - in - n);
      done += n;
      in = 0;
    }
    memory.barrier();
  }

  private boolean exchangeBad() {
    boolean found = false;
    for (int i = 0; i < frames.length; i++) {
      if (!pool.memory.isReadable(frames[i])) {
        int bad = frames[i];
        frames[i] = pool.allocator.allocateSingle();
        try {
          var _ = pool.takeOutIfBad(bad);
        } finally {
          pool.free(bad, 0);
        }
        if (frames[i] == Frames.NONE) {
          throw StoreFill.thrown(new IOException("no memory for a page in place of bad memory"));
        }
        found = true;
      }
    }
    return found;
  }

  /**
   * Shows the pages, up to the first that is there by now. With the lock of the file.
   *
   * @return how many bytes of the source were written, 0 if none
   */
  int show() {
    long page = at >>> Frames.FRAME_SHIFT;
    BackedExtent extent = space.extentFor(page);
    int first = (int) page & (Frames.HUGE_FRAMES - 1);
    int count = 0;
    try {
      while (count < frames.length
          && extent.isMissing(first + count)
          && frames[count] != Frames.NONE) {
        count++;
      }
      if (count == 0) {
        return 0;
      }
      // What is being read for them is older.
      space.fills.lose(page, count);
      space.writeback().dirtied(extent, first, first + count);
      extent.install(first, frames, count);
      int shown = 0;
      while (shown < count && frames[shown] == Frames.NONE) {
        shown++;
      }
      space.writeback().forgetMissing(extent, first, first + frames.length);
      long written = ((page + shown) << Frames.FRAME_SHIFT) - at;
      return (int) Math.min(written, shown == 0 ? 0 : source.byteSize());
    } finally {
      space.forgetIfEmpty(extent);
    }
  }

  /** Gives back what did not become a page. */
  void giveBack() {
    for (int frame : frames) {
      if (frame != Frames.NONE) {
        pool.free(frame, 0);
      }
    }
  }
}
