package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.extent.FileExtents.CLOSED;
import static io.github.cordonfs.cache.extent.FileExtents.EOF;
import static io.github.cordonfs.cache.extent.FileExtents.NO_SPACE;
import static io.github.cordonfs.cache.extent.FileExtents.TOO_LARGE;

import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.ExtentWrite;
import io.github.cordonfs.cache.extent.NewPages;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes to an address space, whole and under its lock: what grows, heals and meets bad memory. */
final class SpaceWrite {

  private SpaceWrite() {}

  /**
   * {@link AddressSpace#write}.
   *
   * @param buffer the caller's memory, from its position on, or null
   * @param segment the caller's memory where there is no buffer
   */
  static int write(
      AddressSpace space,
      long position,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    // An error of the caller's own earlier accesses must surface before anything is locked.
    space.memory.barrier();
    space.lock();
    try {
      long epoch = space.poisonEpoch();
      InternalError error = null;
      try {
        if (SpaceTransfer.writeOver(space, position, buffer, segment, offset, length)
            || writeBehind(space, position, buffer, segment, offset, length)) {
          return length;
        }
      } catch (InternalError e) {
        error = e;
      }
      MemorySegment source = SpaceTransfer.segment(buffer, segment);
      return writeLocked(space, position, source, offset, length, epoch, error);
    } finally {
      space.unlock();
    }
  }

  /**
   * Writes where a file ends, to new pages of one extent that is not to become a huge folio.
   *
   * @return false if it is not so simple; then nothing was done
   * @throws InternalError if memory was bad, whoever's; nothing was done
   */
  private static boolean writeBehind(
      AddressSpace space,
      long position,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    int inExtent = (int) position & AddressSpace.IN_EXTENT;
    // What comes to the end of its extent may make it a huge folio.
    if (position != space.sizeOrDestroyed()
        || (inExtent & Extent.IN_PAGE) != 0
        || length >= Frames.HUGE_BYTES - inExtent
        || space.hasStray()
        || !space.mappings().isEmpty()) {
      return false;
    }
    long index = position >>> Frames.HUGE_SHIFT;
    Extent extent = space.extents.get(index);
    if (extent == null || extent.isEmpty()) {
      if (space.wantsHuge(index, position + length)) {
        return false;
      }
      extent = extent == null ? space.addExtent(index) : extent;
    }
    boolean done = false;
    try {
      done =
          NewPages.write(extent, inExtent >>> Frames.FRAME_SHIFT, buffer, segment, offset, length);
    } finally {
      if (!done) {
        space.forgetIfEmpty(extent);
      }
    }
    if (done) {
      space.growTo(position + length);
    }
    return done;
  }

  /**
   * Writes in the general way.
   *
   * @param error what the short way met, if it was tried
   * @param epoch the {@link AddressSpace#poisonEpoch} before that
   */
  private static int writeLocked(
      AddressSpace space,
      long position,
      MemorySegment source,
      long sourceOffset,
      int length,
      long epoch,
      @Nullable InternalError error) {
    boolean whole = false;
    try {
      space.forgetStray();
      long end = space.sizeOrDestroyed();
      int wanted = (int) Math.min(length, Long.MAX_VALUE - position);
      if (end < 0 || wanted == 0) {
        whole = true;
        return end < 0 ? CLOSED : TOO_LARGE;
      }
      int n =
          position > end
              ? transferBeyond(space, end, position, source, sourceOffset, wanted)
              : transferIn(space, position, source, sourceOffset, wanted, epoch, error);
      if (n > 0 && position + n > end) {
        space.growTo(position + n);
      }
      whole = true;
      return n;
    } finally {
      if (!whole) {
        space.noteStray(position + length);
        space.forgetStray();
      }
    }
  }

  /** Writes behind a gap, in which a mapping may be able to store. */
  private static int transferBeyond(
      AddressSpace space,
      long end,
      long position,
      MemorySegment source,
      long sourceOffset,
      int length) {
    Reservation gap = new Reservation(space);
    if (!MappedHoles.fillBefore(space, end, position, gap)) {
      return NO_SPACE;
    }
    int n = NO_SPACE;
    try {
      space.clearTail(end);
      n = transferIn(space, position, source, sourceOffset, length, 0, null);
    } finally {
      if (n < 0) {
        gap.takeBack();
      }
    }
    return n;
  }

  /**
   * Writes; what meets bad memory is tried again when it is known whose that is.
   *
   * @param error what an attempt has met already, or null if there was none yet
   * @param epoch the {@link AddressSpace#poisonEpoch} before that attempt
   */
  private static int transferIn(
      AddressSpace space,
      long position,
      MemorySegment source,
      long sourceOffset,
      int length,
      long epoch,
      @Nullable InternalError error) {
    int wanted = length;
    long before = epoch;
    InternalError met = error;
    while (true) {
      if (met == null) {
        before = space.poisonEpoch();
        try {
          int n = SpaceTransfer.write(space, position, source, sourceOffset, wanted);
          return n < wanted && space.pool.heals
              ? healIn(space, position, source, sourceOffset, wanted, n)
              : n;
        } catch (InternalError e) {
          met = e;
        }
      }
      wanted = readable(space, position, source, sourceOffset, wanted, before, met);
      met = null;
    }
  }

  /**
   * Finds out whose memory an attempt to write met.
   *
   * @return how many bytes of the source are to be written now (row A3: what can be read of it)
   */
  private static int readable(
      AddressSpace space,
      long position,
      MemorySegment source,
      long sourceOffset,
      int length,
      long epoch,
      InternalError error) {
    if (!BadMemory.look(
        () ->
            BadMemory.handle(space, position, length)
                || space.poisonEpoch() != epoch
                || space.memory.readableBytes(source, sourceOffset, length) < length)) {
      throw error;
    }
    int readable = (int) space.memory.readableBytes(source, sourceOffset, length);
    if (readable == 0) {
      throw error;
    }
    return readable;
  }

  /** Row R7: goes on with a write that stopped before a poisoned page that it covers. */
  private static int healIn(
      AddressSpace space,
      long position,
      MemorySegment source,
      long sourceOffset,
      int length,
      int written) {
    int done = Math.max(written, 0);
    int n = written;
    while (n != NO_SPACE && done < length) {
      n = SpaceHeal.overwrite(space, position + done, source, sourceOffset + done, length - done);
      if (n < 0) {
        break;
      }
      done += n;
      if (done < length) {
        n = SpaceTransfer.write(space, position + done, source, sourceOffset + done, length - done);
        done += Math.max(n, 0);
      }
    }
    return done == 0 ? n : done;
  }

  /** {@link AddressSpace#instantiate}. */
  static int instantiate(AddressSpace space, long offset) {
    space.memory.barrier();
    space.lock();
    try {
      long end = space.sizeOrDestroyed();
      if (offset >= end) {
        return end < 0 ? CLOSED : EOF;
      }
      long index = offset >>> Frames.HUGE_SHIFT;
      Extent extent = space.extents.get(index);
      if (extent == null) {
        extent = space.addExtent(index);
      }
      boolean done = false;
      try {
        done =
            ExtentWrite.instantiate(
                extent,
                ((int) offset & AddressSpace.IN_EXTENT) >>> Frames.FRAME_SHIFT,
                space.wantsHuge(index, end));
      } finally {
        if (!done) {
          space.forgetIfEmpty(extent);
        }
      }
      return done ? space.frameAt(offset) : NO_SPACE;
    } finally {
      space.unlock();
    }
  }
}
