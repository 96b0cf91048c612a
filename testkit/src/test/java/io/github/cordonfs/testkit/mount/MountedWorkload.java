package io.github.cordonfs.testkit.mount;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A program that works on files of a mount at random, while memory fails, and says what it may rely
 * on after each step: what was forced, and of what it was told that it is lost. For one thread.
 */
final class MountedWorkload {

  static final int FILES = 3;
  static final int PAGE = 4096;
  static final int SECTOR = 512;
  static final int PAGES = 12;
  static final int SECTORS = PAGES * PAGE / SECTOR;

  private final long seed;
  private final int steps;
  private final int[][] versions = new int[FILES][SECTORS];
  private final int[][] forced = new int[FILES][SECTORS];
  private final int[] forcedAt = new int[FILES];
  private final BitSet[] cut = sets();
  private final int[][] toldAt = new int[FILES][PAGES];
  private final BitSet[] well = sets();
  private final long[] size = new long[FILES];
  private final long[] leastSize = new long[FILES];
  private final Map<String, byte[]> numbers = new HashMap<>();
  private int lost;
  private int version;

  MountedWorkload(long seed, int steps) {
    this.seed = seed;
    this.steps = steps;
    for (BitSet each : well) {
      each.set(0, PAGES);
    }
  }

  private static BitSet[] sets() {
    BitSet[] sets = new BitSet[FILES];
    for (int i = 0; i < FILES; i++) {
      sets[i] = new BitSet();
    }
    return sets;
  }

  static CordonOptions options() {
    return CordonOptions.builder()
        .size("4m")
        .injection(true)
        .recycleInjected(true)
        .writable(true)
        .build();
  }

  static String name(int file) {
    return "/file" + file;
  }

  /** Returns how many pages were lost. */
  int lost() {
    return lost;
  }

  /** Returns the numbers that files got, which are in no recording, by path. */
  Map<String, byte[]> numbers() {
    return numbers;
  }

  /** Makes the directory and the files. */
  static Path makeFiles(Path data) throws IOException {
    Files.createDirectory(data);
    for (int file = 0; file < FILES; file++) {
      Files.createFile(data.resolve(name(file).substring(1)));
    }
    return data;
  }

  /** Returns what a sector has in a version of it. */
  static byte[] sector(int file, int sector, int version) {
    byte[] bytes = new byte[SECTOR];
    if (version > 0) {
      new Random(file * 1_000_003L + sector * 1_009L + version).nextBytes(bytes);
      ByteBuffer.wrap(bytes).putInt(file).putInt(sector).putInt(version);
    }
    return bytes;
  }

  /** Who is told what may be relied on. */
  interface Listener {
    /** A step with a file begins. */
    void begins(int file);

    /** A step is done. */
    void promised(Known known);
  }

  /**
   * Runs it.
   *
   * @param data a directory with the files, which are empty
   */
  void run(Path data, Listener listener) throws IOException {
    promise(listener);
    SplittableRandom random = new SplittableRandom(seed);
    FileChannel[] channels = new FileChannel[FILES];
    try (CordonFileSystem fs = Cordon.mount(data, options())) {
      for (int step = 0; step < steps; step++) {
        int file = random.nextInt(FILES);
        Path path = fs.getPath(name(file));
        FileChannel channel = channels[file];
        if (channel == null) {
          channel = FileChannel.open(path, READ, WRITE);
          channels[file] = channel;
        }
        listener.begins(file);
        step(fs, path, channel, file, random);
        if (random.nextInt(10) == 0) {
          channel.close();
          channels[file] = null;
        }
        promise(listener);
      }
      for (int file = 0; file < FILES; file++) {
        Object number =
            Files.readAttributes(data.resolve(name(file).substring(1)), "user:*").get("cordon.id");
        if (number instanceof byte[] bytes) {
          numbers.put(name(file), bytes);
        }
      }
    } catch (FileSystemException e) {
      if (!e.getMessage().contains("memory failed before it was written")) {
        throw e;
      }
    }
  }

  private void promise(Listener listener) {
    listener.promised(new Known(forced, forcedAt, cut, toldAt, well, leastSize));
  }

  private void step(
      CordonFileSystem fs, Path path, FileChannel channel, int file, SplittableRandom random)
      throws IOException {
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> write(channel, file, random);
      case 3, 4 -> {
        write(channel, file, random);
        strike(fs, path, file, random);
      }
      case 5 -> strike(fs, path, file, random);
      case 6 -> truncate(channel, file, random);
      case 7 -> restore(fs, path, file, random);
      case 8 -> clear(fs, path, file, random);
      default -> force(channel, file);
    }
  }

  private void write(FileChannel channel, int file, SplittableRandom random) throws IOException {
    int first = random.nextInt(SECTORS - 1);
    int count = random.nextInt(1, Math.min(20, SECTORS - first) + 1);
    version++;
    long before = size[file];
    for (int sector = first; sector < first + count; sector++) {
      ByteBuffer bytes = ByteBuffer.wrap(sector(file, sector, version));
      try {
        channel.write(bytes, (long) sector * SECTOR);
      } catch (PoisonedPageException e) {
        tell(file, sector * SECTOR / PAGE);
        continue;
      }
      versions[file][sector] = version;
      size[file] = Math.max(size[file], (sector + 1L) * SECTOR);
    }
    leastSize[file] = Math.min(leastSize[file], before);
  }

  private void strike(CordonFileSystem fs, Path path, int file, SplittableRandom random)
      throws IOException {
    if (size[file] == 0) {
      return;
    }
    int page = random.nextInt((int) Math.ceilDiv(size[file], PAGE));
    try {
      MemoryFailureEvent event = fs.memoryFailures().strike(path, (long) page * PAGE);
      if (event.message() == MessageType.MEMORY_PAGE) {
        lost++;
        well[file].clear(page);
        tell(file, page);
      }
    } catch (PoisonedPageException e) {
      tell(file, page);
    }
  }

  private void tell(int file, int page) {
    well[file].clear(page);
    toldAt[file][page] = version;
  }

  private void truncate(FileChannel channel, int file, SplittableRandom random) throws IOException {
    int sectors = random.nextInt(SECTORS + 1);
    channel.truncate((long) sectors * SECTOR);
    if ((long) sectors * SECTOR < size[file]) {
      size[file] = (long) sectors * SECTOR;
      leastSize[file] = Math.min(leastSize[file], size[file]);
      for (int sector = sectors; sector < SECTORS; sector++) {
        versions[file][sector] = 0;
      }
      cut[file].set(sectors, SECTORS);
    }
  }

  private void restore(CordonFileSystem fs, Path path, int file, SplittableRandom random)
      throws IOException {
    for (ByteRange bad : fs.memoryFailures().badRanges(path)) {
      if (random.nextInt(3) == 0) {
        continue;
      }
      version++;
      byte[] content = new byte[(int) bad.length()];
      for (int at = 0; at < content.length; at += SECTOR) {
        int sector = (int) (bad.offset() + at) / SECTOR;
        System.arraycopy(sector(file, sector, version), 0, content, at, SECTOR);
        versions[file][sector] = version;
      }
      fs.memoryFailures().restore(path, bad, ByteBuffer.wrap(content));
    }
  }

  private void clear(CordonFileSystem fs, Path path, int file, SplittableRandom random)
      throws IOException {
    if (random.nextBoolean()) {
      return;
    }
    for (ByteRange bad : fs.memoryFailures().clearPoison(path, new ByteRange(0, size[file]))) {
      // What the disk has: no less than what was forced.
      ByteBuffer content = ByteBuffer.allocate((int) bad.length());
      try (FileChannel channel = FileChannel.open(path, READ)) {
        channel.read(content, bad.offset());
      }
      for (int at = 0; at < content.capacity(); at += SECTOR) {
        int sector = (int) (bad.offset() + at) / SECTOR;
        int found = content.getInt(at + 8);
        versions[file][sector] = found;
      }
      int first = (int) bad.offset() / PAGE;
      int end = Math.ceilDiv((int) bad.end(), PAGE);
      Arrays.fill(toldAt[file], first, end, 0);
      well[file].set(first, end);
    }
  }

  private void force(FileChannel channel, int file) throws IOException {
    try {
      channel.force(false);
      well[file].set(0, PAGES);
      Arrays.fill(toldAt[file], 0);
      System.arraycopy(versions[file], 0, forced[file], 0, SECTORS);
      forcedAt[file] = version;
      cut[file].clear();
      leastSize[file] = size[file];
    } catch (FileSystemException e) {
      if (!e.getMessage().contains("memory failed before it was written")) {
        throw e;
      }
    }
  }
}
