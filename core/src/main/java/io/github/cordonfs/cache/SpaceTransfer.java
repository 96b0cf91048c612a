package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.AddressSpace.CLOSED;
import static io.github.cordonfs.cache.AddressSpace.EOF;
import static io.github.cordonfs.cache.AddressSpace.IN_EXTENT;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import java.lang.foreign.MemorySegment;

/**
 * Copies between an address space and a caller's memory, extent by extent. Static methods on the
 * hot path: a transfer inside one extent, the common case, makes no object and has no loop.
 */
final class SpaceTransfer {

  private SpaceTransfer() {}

  /** {@link AddressSpace#read}. */
  static int read(
      AddressSpace space, long position, MemorySegment target, long targetOffset, int length) {
    int shrinks = space.shrinks();
    long end = space.sizeOrDestroyed();
    if (position >= end) {
      return end < 0 ? CLOSED : EOF;
    }
    int wanted = (int) Math.min(length, end - position);
    int inExtent = (int) position & IN_EXTENT;
    int n =
        wanted <= Frames.HUGE_BYTES - inExtent
            ? readExtent(space, position, target, targetOffset, wanted)
            : readExtents(space, position, target, targetOffset, wanted);
    // Pages that a cut took away meanwhile read as zeros.
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
      ExtentRead.zero(target, targetOffset, length);
      return length;
    }
    return ExtentRead.read(
        extent, (int) position & IN_EXTENT, target, targetOffset, length, space.memory);
  }

  /** Reads under the lock, where nobody cuts, what a read that met a cut asked for. */
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
    ExtentRead.zero(target, targetOffset + good, length - good);
    return n;
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
          extent.write(
              (int) position & IN_EXTENT,
              source,
              sourceOffset,
              length,
              existing == null && space.wantsHuge(index, writeEnd),
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
