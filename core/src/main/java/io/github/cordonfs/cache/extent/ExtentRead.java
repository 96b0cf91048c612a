package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import io.github.cordonfs.frame.StackProbe;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** Reads from an extent: without a lock at first, and with it if something came between. */
public final class ExtentRead {

  private ExtentRead() {}

  /**
   * Copies bytes out.
   *
   * @return how many: fewer than asked for if a poisoned page follows; or POISONED if it is the
   *     first
   */
  public static int read(
      Extent extent,
      int offset,
      MemorySegment target,
      long targetOffset,
      int length,
      PoolMemory memory) {
    long stamp = extent.lock.tryOptimisticRead();
    try {
      return readOnce(extent, stamp, offset, target, targetOffset, length, memory);
    } catch (InternalError e) {
      return readAfterFault(extent, stamp, offset, target, targetOffset, length, memory, e);
    }
  }

  /** An access met bad memory: if it was this extent's, the page is poisoned now. */
  public static int readAfterFault(
      Extent extent,
      long stamp,
      int offset,
      MemorySegment target,
      long targetOffset,
      int length,
      PoolMemory memory,
      InternalError error) {
    StackProbe.touch();
    BooleanSupplier found =
        () ->
            BadMemory.handle(extent, offset, offset + length)
                || stamp == 0
                || !extent.lock.validate(stamp);
    // Nobody has to wait for an answer who has it in his own memory.
    if (!found.getAsBoolean()
        && (memory.readableBytes(target, targetOffset, length) < length
            || !BadMemory.look(found))) {
      // All pages are good, and are those of the attempt: the error is one of the caller's own.
      throw error;
    }
    // What the attempt met without a lock may have been taken away or out of use by others.
    while (true) {
      long epoch = extent.file.poisonEpoch();
      try {
        return readLocked(extent, offset, target, targetOffset, length, memory);
      } catch (InternalError e) {
        if (!BadMemory.look(
            () ->
                BadMemory.handle(extent, offset, offset + length)
                    || extent.file.poisonEpoch() != epoch)) {
          throw e;
        }
      }
    }
  }

  private static int readOnce(
      Extent extent,
      long stamp,
      int offset,
      MemorySegment target,
      long targetOffset,
      int length,
      PoolMemory memory) {
    if (stamp != 0) {
      int n = copyOut(extent, offset, target, targetOffset, length, memory);
      memory.barrier();
      if (extent.lock.validate(stamp)) {
        return n;
      }
    }
    return readLocked(extent, offset, target, targetOffset, length, memory);
  }

  private static int readLocked(
      Extent extent,
      int offset,
      MemorySegment target,
      long targetOffset,
      int length,
      PoolMemory memory) {
    StackProbe.touch();
    memory.barrier();
    long stamp = extent.lock.readLock();
    int n;
    try {
      n = copyOut(extent, offset, target, targetOffset, length, memory);
      memory.barrier();
    } finally {
      extent.lock.unlockRead(stamp);
    }
    // The attempt that failed may have left bytes behind that are not this file's any more.
    int good = Math.max(n, 0);
    PoolMemory.zero(target, targetOffset + good, length - good);
    return n;
  }

  private static int copyOut(
      Extent extent,
      int offset,
      MemorySegment target,
      long targetOffset,
      int length,
      PoolMemory memory) {
    int huge = extent.wholeFolio();
    if (huge >= 0) {
      memory.copyOut(huge, offset, target, targetOffset, length);
      return length;
    }
    return copyOutPages(extent, offset, target, targetOffset, length, memory);
  }

  private static int copyOutPages(
      Extent extent,
      int offset,
      MemorySegment target,
      long targetOffset,
      int length,
      PoolMemory memory) {
    int done = 0;
    while (done < length) {
      int at = offset + done;
      int page = at >>> Frames.FRAME_SHIFT;
      int entry = extent.entry(page);
      int run;
      if (PageEntry.isPoisoned(entry)) {
        return done == 0 ? FileExtents.POISONED : done;
      } else if (entry == PageEntry.HOLE || !extent.isPresent(page)) {
        if (extent.file.isBacked()) {
          return done == 0 ? FileExtents.MISSING : done;
        }
        run = Math.min(length - done, Frames.FRAME_BYTES - (at & Extent.IN_PAGE));
        PoolMemory.zero(target, targetOffset + done, run);
      } else {
        run = extent.dataRun(page, entry, at & Extent.IN_PAGE, length - done);
        memory.copyOut(entry, at & Extent.IN_PAGE, target, targetOffset + done, run);
      }
      done += run;
    }
    return length;
  }
}
