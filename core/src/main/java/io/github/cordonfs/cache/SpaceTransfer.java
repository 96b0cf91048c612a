package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.AddressSpace.IN_EXTENT;
import static io.github.cordonfs.cache.extent.Extent.IN_PAGE;
import static io.github.cordonfs.cache.extent.FileExtents.CLOSED;
import static io.github.cordonfs.cache.extent.FileExtents.EOF;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.ExtentRead;
import io.github.cordonfs.cache.extent.ExtentWrite;
import io.github.cordonfs.cache.extent.PageJoin;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import io.github.cordonfs.frame.StackProbe;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies between an address space and a caller's memory, extent by extent. Static methods on the
 * hot path: a transfer over adjacent frames of one extent, the common case, makes no object, is one
 * copy, and lies few calls above it, so that HotSpot inlines it down to the instructions ({@code
 * CopyDepthTest}).
 */
public final class SpaceTransfer {

  private SpaceTransfer() {}

  /**
   * {@link AddressSpace#read}.
   *
   * @param buffer the caller's memory, from its position on, or null
   * @param segment the caller's memory where there is no buffer
   */
  public static int read(
      AddressSpace space,
      long position,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    int shrinks = space.shrinks();
    int inExtent = (int) position & IN_EXTENT;
    if (position <= space.sizeOrDestroyed() - length && length <= Frames.HUGE_BYTES - inExtent) {
      Extent extent = space.extents.get(position >>> Frames.HUGE_SHIFT);
      if (extent != null) {
        long stamp = extent.lock.tryOptimisticRead();
        int frame = extent.adjacentFrames(inExtent, length);
        if (stamp != 0 && frame >= 0) {
          PoolMemory memory = space.memory;
          try {
            if (segment == null) {
              memory.copyOut(frame, inExtent & IN_PAGE, Objects.requireNonNull(buffer), length);
            } else {
              memory.copyOut(frame, inExtent & IN_PAGE, segment, offset, length);
            }
            memory.barrier();
          } catch (InternalError e) {
            MemorySegment target = segment(buffer, segment);
            return readAfterFault(
                space, extent, stamp, shrinks, position, target, offset, length, e);
          }
          // Pages that a cut took away meanwhile read as zeros.
          return extent.lock.validate(stamp) && space.shrinks() == shrinks
              ? length
              : readAfterAttempt(space, position, segment(buffer, segment), offset, length);
        }
      }
    }
    return readPart(space, position, segment(buffer, segment), offset, length);
  }

  /** {@link AddressSpace#readWhole}. */
  public static boolean readWhole(
      AddressSpace space, long position, ByteBuffer target, int length) {
    int inExtent = (int) position & IN_EXTENT;
    Extent extent = space.extents.get(position >>> Frames.HUGE_SHIFT);
    if (extent == null || length > Frames.HUGE_BYTES - inExtent) {
      return false;
    }
    PoolMemory memory = space.memory;
    // An error of the caller's own earlier accesses must surface before anything is locked.
    memory.barrier();
    // Without a lock it would be too late to leave the target alone.
    long stamp = extent.lock.readLock();
    try {
      int frame = extent.adjacentFrames(inExtent, length);
      if (frame < 0 || position > space.sizeOrDestroyed() - length) {
        return false;
      }
      memory.copyOut(frame, inExtent & IN_PAGE, target, length);
      memory.barrier();
      return true;
    } catch (InternalError e) {
      // Of this file's memory: it is found and told when it is read in the usual way.
      return false;
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  /** Returns the caller's memory, whichever way it was given. */
  static MemorySegment segment(@Nullable ByteBuffer buffer, @Nullable MemorySegment segment) {
    return segment == null ? MemorySegment.ofBuffer(Objects.requireNonNull(buffer)) : segment;
  }

  /** Reads once more, and clears what the attempt left that is not this file's any more. */
  private static int readAfterAttempt(
      AddressSpace space, long position, MemorySegment target, long targetOffset, int length) {
    int n = readPart(space, position, target, targetOffset, length);
    int good = Math.max(n, 0);
    PoolMemory.zero(target, targetOffset + good, length - good);
    return n;
  }

  private static int readAfterFault(
      AddressSpace space,
      Extent extent,
      long stamp,
      int shrinks,
      long position,
      MemorySegment target,
      long targetOffset,
      int length,
      InternalError error) {
    int offset = (int) position & IN_EXTENT;
    int n =
        ExtentRead.readAfterFault(
            extent, stamp, offset, target, targetOffset, length, space.memory, error);
    return space.shrinks() == shrinks
        ? n
        : readAgain(space, position, target, targetOffset, length);
  }

  /** Reads what may end at the end of the file, over any extents. */
  private static int readPart(
      AddressSpace space, long position, MemorySegment target, long targetOffset, int length) {
    int shrinks = space.shrinks();
    long end = space.sizeOrDestroyed();
    if (position >= end) {
      return end < 0 ? CLOSED : EOF;
    }
    int wanted = (int) Math.min(length, end - position);
    int n = readExtents(space, position, target, targetOffset, wanted);
    return space.shrinks() == shrinks
        ? n
        : readAgain(space, position, target, targetOffset, wanted);
  }

  private static int readExtents(
      AddressSpace space, long position, MemorySegment target, long targetOffset, int length) {
    int done = 0;
    while (done < length) {
      long at = position + done;
      int chunk = Math.min(length - done, Frames.HUGE_BYTES - ((int) at & IN_EXTENT));
      int n = readExtent(space, at, target, targetOffset + done, chunk);
      if (n < 0) {
        return done == 0 ? n : done;
      }
      done += n;
      if (n < chunk) {
        break;
      }
    }
    return done;
  }

  private static int readExtent(
      AddressSpace space, long position, MemorySegment target, long targetOffset, int length) {
    Extent extent = space.extents.get(position >>> Frames.HUGE_SHIFT);
    if (extent == null) {
      if (space.isBacked()) {
        return AddressSpace.MISSING;
      }
      PoolMemory.zero(target, targetOffset, length);
      return length;
    }
    return ExtentRead.read(
        extent, (int) position & IN_EXTENT, target, targetOffset, length, space.memory);
  }

  /**
   * Reads again, under the lock that keeps the file from being cut, what a read that met a cut
   * asked for.
   */
  private static int readAgain(
      AddressSpace space, long position, MemorySegment target, long targetOffset, int length) {
    StackProbe.touch();
    space.memory.barrier();
    int n;
    space.lock();
    try {
      long end = space.sizeOrDestroyed();
      if (position >= end) {
        n = end < 0 ? CLOSED : EOF;
      } else {
        int wanted = (int) Math.min(length, end - position);
        n = readExtents(space, position, target, targetOffset, wanted);
      }
    } finally {
      space.unlock();
    }
    int good = Math.max(n, 0);
    PoolMemory.zero(target, targetOffset + good, length - good);
    return n;
  }

  /**
   * Writes over bytes that are there, in adjacent frames of one extent. With the address space's
   * lock.
   *
   * @return false if it is not so simple; then nothing was done
   * @throws InternalError if memory was bad, of the file or the caller; bytes may have been written
   */
  static boolean writeOver(
      AddressSpace space,
      long position,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    int inExtent = (int) position & IN_EXTENT;
    if (position > space.sizeOrDestroyed() - length || length > Frames.HUGE_BYTES - inExtent) {
      return false;
    }
    Extent extent = space.extents.get(position >>> Frames.HUGE_SHIFT);
    if (extent == null) {
      return false;
    }
    PoolMemory memory = space.memory;
    long stamp = extent.lock.readLock();
    try {
      int frame = extent.adjacentFrames(inExtent, length);
      if (frame < 0) {
        return false;
      }
      if (segment == null) {
        memory.copyIn(frame, inExtent & IN_PAGE, Objects.requireNonNull(buffer), length);
      } else {
        memory.copyIn(frame, inExtent & IN_PAGE, segment, offset, length);
      }
      memory.barrier();
      return true;
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  /** {@link AddressSpace#write}, without the size. With the address space's lock. */
  static int write(
      AddressSpace space, long position, MemorySegment source, long sourceOffset, int length) {
    long end = position + length;
    if (length <= Frames.HUGE_BYTES - ((int) position & IN_EXTENT)) {
      return writeExtent(space, position, source, sourceOffset, length, end);
    }
    int done = 0;
    while (done < length) {
      long at = position + done;
      int chunk = Math.min(length - done, Frames.HUGE_BYTES - ((int) at & IN_EXTENT));
      int n = writeExtent(space, at, source, sourceOffset + done, chunk, end);
      if (n < 0) {
        return done == 0 ? n : done;
      }
      done += n;
      if (n < chunk) {
        break;
      }
    }
    return done;
  }

  private static int writeExtent(
      AddressSpace space,
      long position,
      MemorySegment source,
      long sourceOffset,
      int length,
      long writeEnd) {
    long index = position >>> Frames.HUGE_SHIFT;
    Extent existing = space.extents.get(index);
    Extent extent = existing == null ? space.addExtent(index) : existing;
    int n = -1;
    try {
      n =
          ExtentWrite.write(
              extent,
              (int) position & IN_EXTENT,
              source,
              sourceOffset,
              length,
              (existing == null || existing.isEmpty()) && space.wantsHuge(index, writeEnd),
              space.memory);
    } finally {
      if (n < 0) {
        space.forgetIfEmpty(extent);
      }
    }
    if (n >= 0 && ((position + n) & IN_EXTENT) == 0 && PageJoin.mayJoin(extent)) {
      PageJoin.join(extent, space.wantsHuge(index, position + n));
    }
    return n;
  }
}
