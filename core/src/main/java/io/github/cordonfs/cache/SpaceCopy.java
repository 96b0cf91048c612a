package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.AddressSpace.IN_EXTENT;
import static io.github.cordonfs.cache.extent.Extent.IN_PAGE;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies from one file to another, from frame to frame. The extent that is read is locked in read
 * mode while the other file is written: its pages stay where they are, and good.
 */
public final class SpaceCopy {

  /** The bytes have to go through a buffer: all of them, whatever has been copied already. */
  public static final int NOT_THIS_WAY = FileExtents.NOT_THIS_WAY;

  /** At most so many bytes at a time: a thread that takes a page out of service waits for them. */
  private static final int MOST = 512 << 10;

  /** Pieces smaller than this are not worth it, if they are not all there is to be copied. */
  private static final int LEAST = 64 << 10;

  /**
   * Held by the one thread that copies between files which others can reach. It has an extent of
   * one and waits for one of the other: two such threads could wait for each other, each behind
   * somebody who wants to take a page away.
   */
  private static final ReentrantLock BETWEEN_SHARED = new ReentrantLock();

  private SpaceCopy() {}

  /**
   * Copies to a file that no other thread can reach, to the same position.
   *
   * @param length at least 1
   * @return how many bytes, at least 1; a code of {@link AddressSpace#write}; or NOT_THIS_WAY
   */
  public static int copyToPrivate(AddressSpace from, AddressSpace to, long position, int length) {
    StackProbe.touch();
    return copyLocked(from, position, to, position, length);
  }

  /**
   * Copies to another file.
   *
   * @param length at least 1
   * @return how many bytes, at least 1; a code of {@link AddressSpace#write}; or NOT_THIS_WAY
   */
  public static int copy(
      AddressSpace from, long position, AddressSpace to, long target, int length) {
    StackProbe.touch();
    if (from.equals(to) || !BETWEEN_SHARED.tryLock()) {
      return NOT_THIS_WAY;
    }
    try {
      return copyLocked(from, position, to, target, length);
    } finally {
      BETWEEN_SHARED.unlock();
    }
  }

  private static int copyLocked(
      AddressSpace from, long position, AddressSpace to, long target, int length) {
    Extent extent = from.extents.get(position >>> Frames.HUGE_SHIFT);
    if (extent == null || from.isBacked() || to.isBacked()) {
      return NOT_THIS_WAY;
    }
    // An error of the caller's own earlier accesses must surface before anything is locked.
    from.memory.barrier();
    to.lock();
    try {
      long stamp = extent.lock.readLock();
      try {
        return copyFrom(from, extent, position, to, target, length);
      } finally {
        extent.lock.unlockRead(stamp);
      }
    } catch (InternalError e) {
      // Memory of the source is bad: read in the usual way, it is found and told.
      return NOT_THIS_WAY;
    } finally {
      to.unlock();
    }
  }

  /** With the lock of the other file, and the extent's in read mode. */
  private static int copyFrom(
      AddressSpace from, Extent extent, long position, AddressSpace to, long target, int length) {
    int offset = (int) position & IN_EXTENT;
    long there = Math.min(from.sizeOrDestroyed() - position, Frames.HUGE_BYTES - offset);
    int wanted = (int) Math.min(Math.min(length, MOST), there);
    int run = wanted <= 0 ? 0 : extent.adjacentBytes(offset, wanted);
    if (run == 0 || run < Math.min(wanted, LEAST)) {
      return NOT_THIS_WAY;
    }
    int frame = extent.entry(offset >>> Frames.FRAME_SHIFT);
    MemorySegment bytes = from.memory.bytes(frame, offset & IN_PAGE, run);
    if (bytes == null) {
      return NOT_THIS_WAY;
    }
    int n = to.write(target, bytes, 0, run);
    if (n > 0) {
      from.pool.tally.read(n);
    }
    return n;
  }
}
