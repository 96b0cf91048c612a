package io.github.cordonfs.fault;

import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
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

  /** Lets the memory of a frame of a file system go bad. */
  static void inPool(int frame) {
    lay(poolAddress(frame));
  }

  /** Lets a page go bad. */
  static void lay(long address) {
    if (!Linux.overlay(address, PAGE, Empty.FD, 0, true)) {
      throw new IllegalStateException("cannot lay a bad page over " + Long.toHexString(address));
    }
  }

  /** Where the pool of the one file system of this process is. */
  private static final class Pool {
    static final long ADDRESS = find();

    private static long find() {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
          if (line.contains("/memfd:cordon ")) {
            // address range, permissions, offset, device, inode, name
            String[] parts = line.split(" +", 6);
            long start = Long.parseUnsignedLong(parts[0].substring(0, parts[0].indexOf('-')), 16);
            return start - Long.parseUnsignedLong(parts[2], 16);
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      throw new IllegalStateException("there is no pool");
    }
  }

  private static long poolAddress(int frame) {
    return Pool.ADDRESS + (long) frame * PAGE;
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
  static byte load(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset);
  }
}
