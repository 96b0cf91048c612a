package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.measure.Machine;
import io.github.cordonfs.bench.measure.Sizes;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.util.Optional;

/**
 * What a machine has memory for.
 *
 * @param memory bytes that programs may still take
 * @param sharedMemory bytes that files on the tmpfs may still take
 */
record Room(long memory, long sharedMemory) {

  private static final long GIB = 1L << 30;

  /** Of a fork, as for all benchmarks. */
  private static final long HEAP = 4 * GIB;

  /** Of a fork that fills a file outside its heap; it begins with as much. */
  private static final long SMALL_HEAP = 2 * GIB;

  /** Returns what this machine has memory for at this moment. */
  static Room here() {
    return new Room(Machine.availableMemory(), Machine.usableSpace(FileSystemTarget.SHARED_MEMORY));
  }

  /** Returns why there is not enough for a cell of a target, or nothing if there is. */
  Optional<String> lack(FilesCell cell, FileSystemTarget target) {
    if (target == FileSystemTarget.TMPFS && outside(cell) > sharedMemory) {
      return Optional.of(
          "%s: %s is left out: it needs %s on %s and %s are free."
              .formatted(
                  cell,
                  target,
                  rounded(outside(cell)),
                  FileSystemTarget.SHARED_MEMORY,
                  rounded(sharedMemory)));
    }
    if (needed(cell, target) > memory) {
      return Optional.of(
          "%s: %s is left out: it needs %s of memory and %s are available."
              .formatted(cell, target, rounded(needed(cell, target)), rounded(memory)));
    }
    return Optional.empty();
  }

  /** Returns the bytes of heap that a fork may use. */
  static long heap(FilesCell cell, FileSystemTarget target) {
    if (cell.call() != Call.FIRST_WRITE) {
      return HEAP;
    }
    // Blocks, their headers, and room to collect them.
    return target == FileSystemTarget.JIMFS
        ? SMALL_HEAP + cell.size() + cell.size() / 4
        : SMALL_HEAP;
  }

  /** Cordon takes no more than nine tenths of what is there. */
  private static long needed(FilesCell cell, FileSystemTarget target) {
    long files = target == FileSystemTarget.JIMFS ? 0 : outside(cell);
    return heap(cell, target) + files + files / 9;
  }

  private static long outside(FilesCell cell) {
    return switch (cell.call()) {
      case FIRST_WRITE -> cell.size() + FirstWriteBenchmark.SPARE;
      case MAP, MAP_HUGE -> Layout.HUGE.memory(cell.size());
      case MAP_SCATTERED -> Layout.SCATTERED.memory(cell.size());
      default -> EverydayBenchmark.MEMORY;
    };
  }

  private static String rounded(long bytes) {
    return Sizes.format(Math.ceilDiv(bytes, 1L << 20) << 20);
  }
}
