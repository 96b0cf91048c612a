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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
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
  private static final int CODE_PAGES = 64;
  private static final String STACK = "struck-stack";

  private Victim() {}

  static void run(String what) throws Exception {
    String told =
        switch (what) {
          case "heap" -> heap();
          case "code" -> code();
          case "stack" -> stack();
          case "mapped-load" -> mapped(false);
          case "mapped-checksum" -> mapped(true);
          case "tmpfs-channel" -> channel(Path.of("/tmp/victim"), false);
          case "ext4-channel-clean" -> channel(Path.of("/disk/victim"), false);
          case "ext4-channel-dirty" -> channel(Path.of("/disk/victim"), true);
          case "cordon-channel" -> cordon(Victim::readThroughChannel);
          case "cordon-mapped-load" -> cordon(file -> readThroughMapping(file, false));
          case "cordon-mapped-checksum" -> cordon(file -> readThroughMapping(file, true));
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

  /** Poisons the first pages that the JVM's code is in: those of the interpreter and of stubs. */
  private static String code() throws Exception {
    try (Striker striker = new Striker(Path.of("/proc/" + pid() + "/pagemap"))) {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        String[] words = line.split("[- ]", 4);
        if (words[2].startsWith("rwx")) {
          long first = Long.parseUnsignedLong(words[0], 16) / PageContent.BYTES;
          for (int page = 0; page < CODE_PAGES; page++) {
            // Some are not in memory.
            striker.inject(Door.CORRUPT_PFN, first + page);
          }
          return "it still runs";
        }
      }
    }
    return "there is no code";
  }

  /** Poisons the page that the stack of another thread ends in, while that thread waits. */
  private static String stack() throws Exception {
    Semaphore go = new Semaphore(0);
    Thread thread = Thread.ofPlatform().name(STACK).start(go::acquireUninterruptibly);
    long stackPointer = 0;
    while (stackPointer == 0) {
      Thread.sleep(10);
      stackPointer = stackPointerOf(STACK);
    }
    try (Striker striker = new Striker(Path.of("/proc/" + pid() + "/pagemap"))) {
      poison(striker, stackPointer / PageContent.BYTES);
    }
    go.release();
    thread.join();
    return "the thread has ended as if nothing were";
  }

  /** Returns the stack pointer of a thread that waits in a system call; 0 of one that does not. */
  private static long stackPointerOf(String name) throws IOException {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).strip().equals(name)) {
          // number of the call, six arguments, stack pointer, program counter; or "running"
          String[] words = Files.readString(task.resolve("syscall")).strip().split(" ", -1);
          return words.length < 9 ? 0 : Long.decode(words[7]);
        }
      }
    }
    return 0;
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
      return readMapped(all, checksum);
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

  /** What is done to a file of Cordon after a page of it has failed. */
  private interface Use {
    String of(Path file) throws IOException;
  }

  private static String cordon(Use use) throws Exception {
    try (CordonFileSystem fs =
        Cordon.newFileSystem(CordonOptions.builder().size("16m").patrolRate(0).build())) {
      Path file = fs.getPath("/victim");
      DiskFile.write(file, 0, PAGES);
      int frame = fs.memoryFailures().frameOf(file, CheckedFile.offset(BAD));
      try (Striker striker = Striker.ofCordon()) {
        poison(striker, frame);
      }
      return use.of(file);
    }
  }

  private static String readThroughChannel(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int index = 0; index < PAGES; index++) {
        if (index != BAD && channel.read(ByteBuffer.allocate(1), CheckedFile.offset(index)) < 1) {
          return "page " + index + " is gone";
        }
      }
      return DiskFile.describe(channel, 0, BAD);
    }
  }

  private static String readThroughMapping(Path file, boolean checksum) throws IOException {
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readMapped(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, CheckedFile.offset(PAGES), arena),
          checksum);
    }
  }

  private static String readMapped(MemorySegment all, boolean checksum) {
    try {
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
