package io.github.cordonfs.hadoop.cache;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.VectoredReadUtils;

/** Reads several ranges of a file at the same time; near ones by one request of the store. */
final class VectoredReads {

  private static final int USUAL_MIN_SEEK = 16 << 10;

  private static final String S3A_MIN_SEEK = "fs.s3a.vectored.read.min.seek.size";
  private static final int S3A_USUAL_MIN_SEEK = 128 << 10;

  /** Ranges that are one request are not longer together, in bytes. */
  static final int MOST_AT_ONCE = 8 << 20;

  interface RangeReader {
    void read(long from, ByteBuffer target) throws IOException;
  }

  private VectoredReads() {}

  /**
   * Returns how far apart, in bytes, ranges are to be that are not read by one request: for S3 what
   * S3A would do without the cache, as a request there takes as long as a hundred KiB.
   */
  static int minSeek(URI store, Configuration conf) {
    if (!"s3a".equals(store.getScheme())) {
      return USUAL_MIN_SEEK;
    }
    long chosen = conf.getLongBytes(S3A_MIN_SEEK, S3A_USUAL_MIN_SEEK);
    return Math.clamp(chosen, 1, MOST_AT_ONCE);
  }

  /**
   * Begins to read ranges; each has a future that gets its bytes or an exception.
   *
   * @param minSeek see {@link #minSeek}
   * @throws IOException if a range does not lie in the file; then nothing was begun
   */
  static void read(
      StoreFile file,
      int minSeek,
      List<? extends FileRange> ranges,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release,
      Executor executor,
      RangeReader reader)
      throws IOException {
    List<? extends FileRange> sorted =
        VectoredReadUtils.validateAndSortRanges(ranges, Optional.of(file.length()));
    for (FileRange range : sorted) {
      range.setData(new CompletableFuture<>());
    }
    for (List<FileRange> group : groups(sorted, minSeek)) {
      Runnable work = () -> readGroup(file, group, allocate, release, reader);
      try {
        executor.execute(work);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        work.run();
      }
    }
  }

  private static List<List<FileRange>> groups(List<? extends FileRange> sorted, int minSeek) {
    List<List<FileRange>> groups = new ArrayList<>();
    List<FileRange> group = new ArrayList<>();
    for (FileRange range : sorted) {
      if (!group.isEmpty()) {
        long gap = range.getOffset() - end(group.getLast());
        long together = end(range) - group.getFirst().getOffset();
        if (gap >= minSeek || together > MOST_AT_ONCE) {
          groups.add(group);
          group = new ArrayList<>();
        }
      }
      group.add(range);
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private static long end(FileRange range) {
    return range.getOffset() + range.getLength();
  }

  private static void readGroup(
      StoreFile file,
      List<FileRange> group,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release,
      RangeReader reader) {
    ReadPlan plan = new ReadPlan(group.getFirst().getOffset(), end(group.getLast()), file.length());
    file.begin(plan);
    try {
      for (FileRange range : group) {
        readRange(range, allocate, release, reader);
      }
    } finally {
      file.end(plan);
    }
  }

  private static void readRange(
      FileRange range,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release,
      RangeReader reader) {
    CompletableFuture<ByteBuffer> data = range.getData();
    ByteBuffer target = null;
    try {
      target = allocate.apply(range.getLength());
      int start = target.position();
      target.limit(start + range.getLength());
      reader.read(range.getOffset(), target);
      target.position(start);
      data.complete(target);
    } catch (IOException | RuntimeException | Error e) {
      if (target != null) {
        release.accept(target);
      }
      data.completeExceptionally(e);
    }
  }
}
