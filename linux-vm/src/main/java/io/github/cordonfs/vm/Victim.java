package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A program that memory fails under, mostly without Cordon. It prints what it was told, if it lives
 * to do so.
 */
final class Victim {

  private static final int PAGES = 16;
  private static final int BAD = 5;
  private static final byte MARK = (byte) 0xA7;
  private static final int ARRAY_BYTES = 8 << 20;

  private Victim() {}

  static void run(String what) throws Exception {
    String told =
        switch (what) {
          case "heap" -> heap();
          case "mapped-load" -> mapped(false);
          case "mapped-checksum" -> mapped(true);
          case "tmpfs-channel" -> channel(Path.of("/tmp/victim"), false);
          case "ext4-channel-clean" -> channel(Path.of("/disk/victim"), false);
          case "ext4-channel-dirty" -> channel(Path.of("/disk/victim"), true);
          case "cordon-channel" -> cordon();
          default -> throw new IllegalArgumentException(what);
        };
    System.out.println("TOLD " + told);
  }

  private static String heap() throws Exception {
    byte[] array = new byte[ARRAY_BYTES];
    Arrays.fill(array, MARK);
    // Now it is old, and stays where it is.
    System.gc();
    List<Long> addresses = addresses();
    try (Striker striker = new Striker(Path.of("/proc/" + pid() + "/pagemap"))) {
      for (long each : addresses) {
        poison(striker, each / PageContent.BYTES);
      }
    }
    long sum = 0;
    for (byte each : array) {
      sum += each;
    }
    return "the sum is " + sum;
  }

  /**
   * Looks for pages of the array in this process. Some may be of a place that the collector has
   * moved it from.
   */
  private static List<Long> addresses() throws IOException {
    List<Long> found = new ArrayList<>();
    byte[] page = new byte[PageContent.BYTES];
    byte[] wanted = new byte[PageContent.BYTES];
    Arrays.fill(wanted, MARK);
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        String[] words = line.split("[- ]", 4);
        long begin = Long.parseUnsignedLong(words[0], 16);
        long end = Long.parseUnsignedLong(words[1], 16);
        if (begin < 0 || !words[2].startsWith("rw") || end - begin < ARRAY_BYTES) {
          continue;
        }
        for (long at = begin; at < end; at += ARRAY_BYTES / 8) {
          memory.seek(at);
          if (memory.read(page) == page.length && Arrays.equals(page, wanted)) {
            found.add(at);
          }
        }
      }
    }
    return found;
  }

  private static String mapped(boolean checksum) throws Exception {
    Path file = Path.of("/tmp/victim");
    DiskFile.write(file, 0, PAGES);
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment all =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, CheckedFile.offset(PAGES), arena);
      try (Striker striker = new Striker(file)) {
        poison(striker, BAD);
      }
      if (checksum) {
        CRC32 crc = new CRC32();
        crc.update(all.asByteBuffer());
        return "the checksum is " + crc.getValue();
      }
      MappedAccess.load(all, CheckedFile.offset(BAD), new byte[PageContent.BYTES]);
      return "nothing";
    } catch (InternalError e) {
      return "InternalError: " + e.getMessage();
    }
  }

  private static String channel(Path file, boolean dirty) throws Exception {
    DiskFile.write(file, 0, PAGES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (dirty) {
        DiskFile.writePage(channel, 0, BAD, 1);
      }
      try (Striker striker = new Striker(file)) {
        poison(striker, BAD);
      }
      String read = DiskFile.describe(channel, 0, BAD);
      return dirty ? read + ", where version 1 was written" : read;
    }
  }

  private static String cordon() throws Exception {
    try (CordonFileSystem fs =
        Cordon.newFileSystem(CordonOptions.builder().size("16m").patrolRate(0).build())) {
      Path file = fs.getPath("/victim");
      DiskFile.write(file, 0, PAGES);
      int frame = fs.memoryFailures().frameOf(file, CheckedFile.offset(BAD));
      try (Striker striker = Striker.ofCordon()) {
        poison(striker, frame);
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        for (int index = 0; index < PAGES; index++) {
          if (index != BAD && channel.read(ByteBuffer.allocate(1), CheckedFile.offset(index)) < 1) {
            return "page " + index + " is gone";
          }
        }
        return DiskFile.describe(channel, 0, BAD);
      }
    }
  }

  private static void poison(Striker striker, long page) throws IOException {
    Striker.Answer answer = striker.inject(Door.CORRUPT_PFN, page);
    if (!answer.done()) {
      throw new IOException("the kernel refused: " + answer.refusal());
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
