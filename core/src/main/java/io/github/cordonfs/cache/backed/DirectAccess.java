package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.os.SegmentCopy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes of a file that go to its store, and leave no copy in the cache (row B3). What is
 * dirty is written first, and what the cache has of the range goes, but for lost pages: of these
 * the store has older content, which nobody gets without being told.
 */
final class DirectAccess {

  /** Bytes that are moved at a time by way of memory that begins with a page. */
  private static final int PIECE = 1 << 20;

  private final BackedSpace space;
  private final StoreCalls store;

  DirectAccess(BackedSpace space, StoreCalls store) {
    this.space = space;
    this.store = store;
  }

  /** As {@link AddressSpace#readDirect}. With no lock held. */
  int read(long position, MemorySegment target) throws IOException {
    long size = space.sizeOrDestroyed();
    if (position >= size) {
      return size < 0 ? AddressSpace.CLOSED : AddressSpace.EOF;
    }
    int wanted = (int) Math.min(target.byteSize(), size - position);
    space.writeBack(position, wanted);
    int good = space.upToLost(position, wanted);
    if (good == 0) {
      return AddressSpace.POISONED;
    }
    PageDrop.dropClean(space, position, good);
    int read = readStore(position, target, good);
    // A page that was written and lost meanwhile: the store has older content of it.
    int told = space.upToLost(position, read);
    SegmentCopy.fill(target, told, (long) read - told, (byte) 0);
    return told == 0 ? AddressSpace.POISONED : told;
  }

  private int readStore(long position, MemorySegment target, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = null;
      int done = 0;
      while (done < length) {
        int wanted = Math.min(length - done, PIECE);
        MemorySegment part = target.asSlice(done, wholePages(wanted));
        boolean straight = space.source().readsBySystemCall() && isAligned(part);
        if (!straight && pages == null) {
          pages = store.buffer(arena, Math.min(PIECE, wholePages(length)));
        }
        MemorySegment into = straight || pages == null ? part : pages.asSlice(0, part.byteSize());
        space.fills.countRequest();
        int n = Math.min(store.readDirect(position + done, into), wanted);
        if (n <= 0) {
          throw new IOException(
              "it ends at " + (position + done) + ", and was longer when it was opened");
        }
        if (!straight) {
          SegmentCopy.copy(into, 0, target, done, n);
        }
        done += n;
        if (n < wanted) {
          break; // where the next read would not begin with a page
        }
      }
      return done;
    }
  }

  private static long wholePages(int length) {
    return ((long) length + Frames.FRAME_BYTES - 1) & -Frames.FRAME_BYTES;
  }

  private static boolean isAligned(MemorySegment memory) {
    return memory.isNative() && (memory.address() & (Frames.FRAME_BYTES - 1)) == 0;
  }

  /** Writes whole pages. With the locks of the writers and of writeback. */
  void write(long position, MemorySegment source) throws IOException {
    if (space.source().readsBySystemCall() && isAligned(source)) {
      store.writeDirect(position, source);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = store.buffer(arena, Math.min(PIECE, source.byteSize()));
      long done = 0;
      while (done < source.byteSize()) {
        long length = Math.min(pages.byteSize(), source.byteSize() - done);
        SegmentCopy.copy(source, done, pages, 0, length);
        store.writeDirect(position + done, pages.asSlice(0, length));
        done += length;
      }
    }
  }
}
