package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Writes to an extent: over pages that have data, and with {@link PageFill} to others. */
public final class ExtentWrite {

  private ExtentWrite() {}

  /**
   * Copies bytes in; pages without data get it. The caller has the address space's lock.
   *
   * @param wantHuge whether an empty extent should become a huge folio
   * @return how many: fewer than given if a poisoned page follows or memory runs out; or POISONED
   *     or NO_SPACE if that is so at the first
   */
  public static int write(
      Extent extent,
      int offset,
      MemorySegment source,
      long sourceOffset,
      int length,
      boolean wantHuge,
      PoolMemory memory) {
    long stamp = extent.lock.readLock();
    try {
      int huge = extent.wholeFolio();
      if (huge >= 0) {
        memory.copyIn(huge, offset, source, sourceOffset, length);
        memory.barrier();
        return length;
      }
      if (wantHuge && extent.isEmpty() && !PageFill.installHuge(extent)) {
        return FileExtents.NO_SPACE;
      }
      return writePages(extent, offset, source, sourceOffset, length, memory);
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  /**
   * Gives a page memory and zeros, if it is a hole or only reserved. The caller has the address
   * space's lock.
   *
   * @return false if there is no memory
   */
  public static boolean instantiate(Extent extent, int page, boolean wantHuge) {
    while (true) {
      long epoch = extent.file.poisonEpoch();
      try {
        return instantiateOnce(extent, page, wantHuge);
      } catch (InternalError e) {
        // Row S18: what was only reserved becomes a hole, and gets another frame.
        int from = page << Frames.FRAME_SHIFT;
        if (!BadMemory.look(
            () ->
                BadMemory.handle(extent, from, from + Frames.FRAME_BYTES)
                    || extent.file.poisonEpoch() != epoch)) {
          throw e;
        }
      }
    }
  }

  private static boolean instantiateOnce(Extent extent, int page, boolean wantHuge) {
    long stamp = extent.lock.readLock();
    try {
      if (wantHuge && extent.isEmpty() && !PageFill.installHuge(extent)) {
        return false;
      }
      return PageFill.instantiate(extent, page);
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  /**
   * Reserves memory for the holes among pages. The caller has the address space's lock.
   *
   * @param reserved gets a bit for each page that was a hole and has a frame now
   * @return false if memory ran out
   */
  public static boolean reserve(
      Extent extent, int from, int to, boolean wantHuge, long[] reserved) {
    long stamp = extent.lock.readLock();
    try {
      if (wantHuge && extent.isEmpty()) {
        boolean small = PageFill.installHuge(extent);
        if (extent.folio() >= 0) {
          Arrays.fill(reserved, -1);
          return true;
        }
        if (!small) {
          return false;
        }
      }
      return PageFill.reserve(extent, from, to, reserved);
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  private static int writePages(
      Extent extent,
      int offset,
      MemorySegment source,
      long sourceOffset,
      int length,
      PoolMemory memory) {
    int done = 0;
    while (done < length) {
      int at = offset + done;
      int page = at >>> Frames.FRAME_SHIFT;
      int entry = extent.entry(page);
      int n;
      if (PageEntry.isPoisoned(entry)) {
        n = FileExtents.POISONED;
      } else if (entry != PageEntry.HOLE && extent.isPresent(page)) {
        n = extent.dataRun(page, entry, at & Extent.IN_PAGE, length - done);
        memory.copyIn(entry, at & Extent.IN_PAGE, source, sourceOffset + done, n);
        memory.barrier();
      } else {
        n = PageFill.write(extent, at, source, sourceOffset + done, length - done);
      }
      if (n < 0) {
        return done == 0 ? n : done;
      }
      done += n;
    }
    return done;
  }
}
