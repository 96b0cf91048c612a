package io.github.cordonfs.hadoop;

import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/** Whether what Spark reserves for an executor beside its heap has room for the cache. */
final class MemoryOverhead {

  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final long LEAST_MIB = 384;

  private MemoryOverhead() {}

  /**
   * Returns what to say; null if there is room.
   *
   * @param cache its size, as {@code 8g}
   */
  static @Nullable String warning(SparkConf conf, String cache) {
    try {
      long cacheMib = conf.getSizeAsMb("spark.hadoop.fs.cordon.cache.size", cache);
      long heapMib = conf.getSizeAsMb("spark.executor.memory", "1g");
      double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
      long least = Math.max(LEAST_MIB, (long) (factor * heapMib));
      long overheadMib = conf.getSizeAsMb(OVERHEAD, least + "m");
      return cacheMib <= overheadMib
          ? null
          : "The cache of Cordon may take "
              + cacheMib
              + " MiB of each executor, whose memory overhead is "
              + overheadMib
              + " MiB: a container may be killed for it. Set "
              + OVERHEAD
              + " to "
              + (cacheMib + least)
              + "m or more";
    } catch (RuntimeException e) {
      // A size that cannot be read is somebody else's to tell.
      return null;
    }
  }
}
