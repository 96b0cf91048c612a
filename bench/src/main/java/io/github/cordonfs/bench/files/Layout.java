package io.github.cordonfs.bench.files;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** How a file lies in memory. */
enum Layout {
  /** As it comes. */
  PLAIN {
    @Override
    void fill(FileChannel channel, Path directory, long size) throws IOException {
      fillInSteps(channel, size, Math.min(size, CHUNK));
    }
  },
  /** In huge folios, where a file system has such. */
  HUGE {
    @Override
    CordonOptions tune(CordonOptions options) {
      return options.toBuilder().huge(HugePolicy.ALWAYS).build();
    }

    @Override
    void fill(FileChannel channel, Path directory, long size) throws IOException {
      fillInSteps(channel, size, CHUNK);
      if (channel instanceof CordonFileChannel
          && CordonFileSystem.of(directory.getFileSystem()).memoryUsage().hugeFolios()
              < size / FOLIO) {
        throw new IOException("not all of the file is in huge folios");
      }
    }
  },
  /** In small folios no two of which are neighbours. */
  SCATTERED {
    @Override
    CordonOptions tune(CordonOptions options) {
      // Else the background would put together what is to stay apart.
      return options.toBuilder().huge(HugePolicy.NEVER).collapseRate(0).build();
    }

    @Override
    long memory(long size) {
      return 2 * size + SPARE;
    }

    @Override
    void fill(FileChannel channel, Path directory, long size) throws IOException {
      ByteBuffer page = random(PAGE);
      // What is in between stays, too, for the file system to be closed with it.
      try (FileChannel between = open(directory.resolve("between"))) {
        for (long offset = 0; offset < size; offset += PAGE) {
          channel.write(page.clear(), offset);
          between.write(page.clear(), offset);
        }
      }
      if (channel instanceof CordonFileChannel && ranges(channel, size) < size / PAGE) {
        throw new IOException("pages of the file are neighbours");
      }
    }
  };

  private static final int PAGE = 4096;
  private static final int FOLIO = 2 << 20;
  private static final int CHUNK = 1 << 20;
  private static final long SPARE = 64L << 20;

  /** Makes a file that lies so, and returns a channel to read from it. */
  FileChannel make(Path directory, long size) throws IOException {
    FileChannel channel = open(directory.resolve("mapped"));
    fill(channel, directory, size);
    return channel;
  }

  /** Returns what Cordon needs for it. */
  CordonOptions tune(CordonOptions options) {
    return options;
  }

  /**
   * Returns how many bytes a file system needs for it.
   *
   * @param size of the file
   */
  long memory(long size) {
    return size + SPARE;
  }

  abstract void fill(FileChannel channel, Path directory, long size) throws IOException;

  private static void fillInSteps(FileChannel channel, long size, long step) throws IOException {
    ByteBuffer bytes = random((int) step);
    for (long offset = 0; offset < size; offset += step) {
      channel.write(bytes.clear(), offset);
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static ByteBuffer random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return ByteBuffer.allocateDirect(size).put(bytes);
  }

  /** Returns how many more ranges of addresses the process has while a file is mapped. */
  private static int ranges(FileChannel channel, long size) throws IOException {
    int before = Cordon.addressRanges().inUse();
    try (Arena arena = Arena.ofConfined()) {
      channel.map(MapMode.READ_ONLY, 0, size, arena);
      return Cordon.addressRanges().inUse() - before;
    }
  }
}
