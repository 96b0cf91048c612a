package io.github.cordonfs.hadoop;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells the scheduler which executor is to read which part of a file, so that it finds in its cache
 * what it read before. Only a wish: if that executor is busy, another one reads it. Thread-safe.
 */
final class SoftAffinity {

  static final String ENABLED = "fs.cordon.affinity";
  static final String BLOCK = "fs.cordon.affinity.block.size";

  private static final long DEFAULT_BLOCK = 128 << 20;

  private final LiveExecutors executors;
  private final long block;

  /**
   * Makes one.
   *
   * @param block bytes of a file that one executor is to read
   */
  SoftAffinity(LiveExecutors executors, long block) {
    this.executors = executors;
    this.block = block;
  }

  /**
   * Returns what a configuration asks for; null if it does not.
   *
   * @throws IllegalArgumentException if the size of a block is none
   */
  static @Nullable SoftAffinity of(Configuration conf) {
    if (!conf.getBoolean(ENABLED, false)) {
      return null;
    }
    long block = conf.getLongBytes(BLOCK, DEFAULT_BLOCK);
    if (block <= 0) {
      throw new IllegalArgumentException(BLOCK + " is to be a size above 0: " + block);
    }
    return new SoftAffinity(LiveExecutors.OF_THIS_DRIVER, block);
  }

  /**
   * Returns where the parts of a range of a file are to be read; null if no executor is known.
   *
   * @param start first byte of the range
   * @param length of the range, in bytes
   */
  BlockLocation @Nullable [] locations(FileStatus file, long start, long length) {
    ExecutorRing ring = executors.ring();
    long end = start < 0 || length < 0 ? 0 : Math.min(file.getLen() - start, length) + start;
    if (ring.isEmpty() || !file.isFile() || end <= start) {
      return null;
    }
    String path = file.getPath().toUri().getPath();
    long first = start / block;
    int count = (int) ((end - 1) / block - first + 1);
    BlockLocation[] locations = new BlockLocation[count];
    for (int i = 0; i < count; i++) {
      long at = (first + i) * block;
      String[] host = {ring.executorOf(path, first + i)};
      locations[i] = new BlockLocation(host, host, at, Math.min(block, file.getLen() - at));
    }
    return locations;
  }
}
