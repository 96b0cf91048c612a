package io.github.cordonfs.fault;

import io.github.cordonfs.nio.PoolAddress;
import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that really fails: a page of an empty file laid over an address. An access to it is a
 * SIGBUS, as one to a page that the kernel has poisoned.
 */
final class BadPage {

  private static final int PAGE = 4096;

  private BadPage() {}

  private static final class Empty {
    static final int FD = create();

    private static int create() {
      try {
        return Linux.memfdCreate("bad-page");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Lets the memory of a frame of a file system go bad.
   *
   * @param file any file of it
   */
  static void inPool(Path file, int frame) throws IOException {
    lay(PoolAddress.of(file, frame));
  }

  /** Lets a page go bad. */
  static void lay(long address) {
    if (!Linux.overlay(address, PAGE, Empty.FD, 0, true)) {
      throw new IllegalStateException("cannot lay a bad page over " + Long.toHexString(address));
    }
  }

  /** Maps memory of the caller's own, outside Cordon. */
  static MemorySegment ownMemory(Path file, int pages, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, (long) pages * PAGE, arena);
    }
  }

  /** Lets a page of the caller's own memory go bad. */
  static void inOwnMemory(MemorySegment memory, int page) {
    lay(memory.address() + (long) page * PAGE);
  }

  /** Loads a byte, carelessly: HotSpot may throw here, or at some later moment. */
  static void load(MemorySegment memory, long offset) {
    loaded = memory.get(ValueLayout.JAVA_BYTE, offset);
  }

  /** A load whose result nobody uses is none once it is compiled. */
  static byte loaded;
}
