package io.github.cordonfs.nio.mapping;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.MappingAttachment;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.MappedSegment;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.PrivateCopy;
import io.github.cordonfs.map.RangeBudget;
import io.github.cordonfs.map.RangeWatch;
import io.github.cordonfs.nio.error.SpaceErrors;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;

/**
 * Maps files: what {@code FileChannel.map} does once the channel is known to be usable. A mapping
 * holds a reference to its file and to the memory, as a channel does (contract row M4).
 */
public final class FileMapping {

  private final RegularFile file;
  private final AddressSpace space;
  private final String path;

  /** Pages of a file with a store behind it that stay in the cache for this mapping. */
  private long pinned;

  /** Where it is known to {@link StoredMappings}; 0 if it is not. */
  private volatile long storedAt;

  /** Errors of the store that were told, or there before it was mapped. Of the monitor. */
  private int errorsTold;

  /** Keeps the file system reachable as long as the mapping is. */
  @SuppressWarnings("unused")
  private final FileSystem fileSystem;

  /** For a file of a file system. */
  public FileMapping(RegularFile file, String path, FileSystem fileSystem) {
    this.file = file;
    this.space = file.space();
    this.path = path;
    this.fileSystem = fileSystem;
  }

  /**
   * Maps.
   *
   * @param mode READ_ONLY, READ_WRITE or PRIVATE
   * @param offset in the file, at least 0
   * @param size in bytes, at least 0; {@code offset + size} must not overflow
   * @param mayExtend whether a file that is too short may be extended
   */
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena, boolean mayExtend)
      throws IOException {
    return map(mode, mode, offset, size, arena, mayExtend);
  }

  /**
   * As the other.
   *
   * @param object what the segment is for the JDK, which is not always what its pages allow
   */
  MemorySegment map(
      MapMode mode, MapMode object, long offset, long size, Arena arena, boolean mayExtend)
      throws IOException {
    PageCache cache = space.cache();
    if (!cache.store().canOverlay()) {
      throw new UnsupportedOperationException(
          "mapping needs Linux, 4 KiB pages and native access: see the warning at the start");
    }
    boolean writable = mode.equals(MapMode.READ_WRITE);
    // Before the file is extended for it.
    MappedSegment.checkUsable(arena);
    if (mayExtend && offset + size > space.size()) {
      check(space.extendTo(offset + size), offset);
    }
    long filled = Math.max(Math.min(offset + size, space.size()) - offset, 0);
    try {
      pinned = space.pin(offset, filled);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw refused(e);
    }
    boolean mapped = false;
    try {
      if (mode.equals(MapMode.PRIVATE) && size == filled && size > 0 && space.isBacked()) {
        // Without the lock: a page that fails meanwhile is read again, and that needs it.
        return mapPrivate(offset, size, arena);
      }
      MemorySegment segment = mapLocked(mode, object, offset, size, arena, mayExtend, writable);
      mapped = size > 0 && !mode.equals(MapMode.PRIVATE);
      return segment;
    } finally {
      // What is mapped stays for that reason.
      space.letPagesGo(pinned);
      if (mapped) {
        space.refillMapped();
      } else {
        space.unpin(pinned);
      }
    }
  }

  private MemorySegment mapLocked(
      MapMode mode,
      MapMode object,
      long offset,
      long size,
      Arena arena,
      boolean mayExtend,
      boolean writable)
      throws IOException {
    space.lock();
    try {
      // A file with a store behind it was extended already, and has been cut off since.
      if (offset + size > space.size() && (!mayExtend || space.isBacked())) {
        // A file that was closed with its file system is too short as well.
        check(MappingAttachment.prepare(space, 0, 0, false), offset);
        throw new FileSystemException(
            path,
            null,
            mayExtend
                ? "cut off while it was mapped"
                : "not open for writing, and too short to be mapped");
      }
      check(MappingAttachment.prepare(space, offset, size, writable && !space.isBacked()), offset);
      if (size == 0) {
        return MappedSegment.empty(object, arena);
      }
      if (mode.equals(MapMode.PRIVATE)) {
        return mapPrivate(offset, size, arena);
      }
      return mapShared(mode, object, offset, size, arena);
    } catch (FileSystemException e) {
      throw path.equals(e.getFile()) ? e : refused(e);
    } catch (IOException e) {
      throw refused(e);
    } finally {
      space.unlock();
    }
  }

  /** Names the file in what the kernel refuses: descriptors, or ranges of addresses. */
  private FileSystemException refused(IOException e) {
    FileSystemException named =
        new FileSystemException(path, null, "cannot be mapped: " + e.getMessage());
    named.initCause(e);
    return named;
  }

  private MemorySegment mapShared(MapMode mode, MapMode object, long offset, long size, Arena arena)
      throws IOException {
    long inPage = offset & (Frames.FRAME_BYTES - 1);
    Mapping mapping =
        new Mapping(
            offset >>> Frames.FRAME_SHIFT,
            MappedSegment.pages(inPage, size),
            mode.equals(MapMode.READ_WRITE),
            this::letGo);
    if (!file.retain()) {
      throw new FileSystemException(path, null, "the file is gone");
    }
    PageCache cache = space.cache();
    cache.retain();
    boolean done = false;
    try {
      int frame = MappingAttachment.adjacentFrames(space, mapping);
      MemorySegment segment =
          MappedSegment.open(mapping, cache.store(), object, inPage, size, arena, frame);
      if (MappingAttachment.attach(space, mapping) < 0) {
        throw tooManyPieces();
      }
      RangeWatch.taken();
      if (mapping.isWritable() && space.isBacked()) {
        errorsTold = space.errorsToTell();
        storedAt = StoredMappings.add(segment, this);
      }
      done = true;
      return segment;
    } finally {
      if (!done) {
        mapping.detach();
      }
    }
  }

  private FileSystemException tooManyPieces() {
    return new FileSystemException(
        path,
        null,
        "its memory is in too many pieces to be mapped: mappings may have "
            + RangeBudget.limit()
            + " together (vm.max_map_count)");
  }

  /** Lets go of what a mapping held. */
  private void letGo(Mapping mapping) {
    if (storedAt != 0) {
      StoredMappings.remove(storedAt);
    }
    // In this order, and once more from the beginning if there was no heap for the first.
    MappingAttachment.detach(space, mapping);
    space.unpin(pinned);
    pinned = 0;
    file.release();
    space.cache().release();
  }

  /** Has the store get what was stored, and make it durable. */
  synchronized void force() throws IOException {
    try {
      errorsTold = space.force(false, errorsTold);
    } catch (IOException e) {
      errorsTold = space.errorsToTell();
      throw e;
    }
  }

  private MemorySegment mapPrivate(long offset, long size, Arena arena) throws IOException {
    long inPage = offset & (Frames.FRAME_BYTES - 1);
    long start = offset - inPage;
    try (PrivateCopy copy = new PrivateCopy(inPage, size)) {
      long pages = MappedSegment.pages(inPage, size);
      // In lengths, not ends: the last page there can be ends beyond what a long holds.
      long length = Math.min(pages << Frames.FRAME_SHIFT, space.size() - start);
      for (long at = space.seekData(start); at >= 0 && at - start < length; ) {
        long hole = space.seekHole(at);
        long first = (at - start) >>> Frames.FRAME_SHIFT;
        long last = pagesUpTo(Math.min(hole - start, length));
        if (!copy.take(first, last - first)) {
          throw FileErrors.noSpace(path);
        }
        for (long page = first; page < last; page++) {
          copyPage(copy, start, page);
        }
        at = space.seekData(hole);
      }
      return copy.map(arena);
    }
  }

  private void copyPage(PrivateCopy copy, long start, long page) throws IOException {
    long at = page << Frames.FRAME_SHIFT;
    int n = space.read(start + at, copy.bytes(), at, Frames.FRAME_BYTES);
    if (n == AddressSpace.POISONED) {
      space.rememberLoss((start + at) >>> Frames.FRAME_SHIFT);
      copy.lose(page);
    } else if (n < 0 && n != AddressSpace.EOF) {
      throw SpaceErrors.of(n, path, space, start + at);
    }
  }

  private static long pagesUpTo(long bytes) {
    return (bytes + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
  }

  private void check(int code, long at) throws IOException {
    if (code < 0) {
      throw SpaceErrors.of(code, path, space, at);
    }
  }
}
