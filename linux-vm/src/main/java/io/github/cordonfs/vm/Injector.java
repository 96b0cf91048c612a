package io.github.cordonfs.vm;

import io.github.cordonfs.vm.posix.Posix;
import io.github.cordonfs.vm.posix.Posix.Errno;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that has the kernel poison memory of another one. It finds the physical page through
 * a mapping of its own, which it gives up before the page is poisoned: Linux 6.12 signals whoever
 * has the page mapped and asks for it, and that would be the end of this JVM.
 *
 * <p>Reads lines from standard input, {@code DOOR OFFSET FILE}, and answers each with the number of
 * the physical page and {@code ok}, or what the kernel said.
 */
final class Injector {

  private static final Path PAGEMAP = Path.of("/proc/self/pagemap");
  private static final long PRESENT = 1L << 63;
  private static final long NUMBER = (1L << 55) - 1;
  private static final int SECONDS = 20;
  private static final Posix MADVISE = Posix.ofInt("madvise");
  private static final int MADV_SOFT_OFFLINE = 101;

  private Injector() {}

  /** Serves until standard input ends. */
  static void serve() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      Door door = Door.valueOf(words[0]);
      System.out.println(inject(door, Long.parseLong(words[1]), Path.of(words[2])));
    }
  }

  private static String inject(Door door, long offset, Path memory) throws IOException {
    long number;
    try {
      number = physicalPage(offset, memory, door == Door.SOFT_OFFLINE_CALL);
    } catch (InternalError e) {
      return "0 bad already";
    } catch (IOException e) {
      return "0 " + e;
    } catch (Errno e) {
      return "0 " + e.symbol();
    }
    if (door == Door.LOOK || door == Door.SOFT_OFFLINE_CALL) {
      return number + " ok";
    }
    try {
      long before = Kernel.hardwareCorrupted();
      // Some files of the kernel have no length that could be set to 0.
      Files.writeString(door.file(), door.argument(number), StandardOpenOption.WRITE);
      if (door == Door.MACHINE_CHECK) {
        return number + " " + handled(before, offset, memory);
      }
      return number + " ok";
    } catch (IOException e) {
      return number + " " + e.getMessage();
    } catch (Errno e) {
      return number + " " + e.symbol();
    }
  }

  /**
   * Waits until the kernel has handled the error that it was told of behind our back, and says what
   * came of it.
   */
  private static String handled(long before, long offset, Path memory) throws IOException, Errno {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (Kernel.hardwareCorrupted() == before) {
      if (System.nanoTime() >= end) {
        return "no machine check";
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    try {
      long now = physicalPage(offset, memory, false);
      return "the kernel had moved the page, which is good, and now " + now;
    } catch (InternalError e) {
      return "ok";
    }
  }

  /**
   * Finds a page.
   *
   * @param moves whether the kernel is to move it to other memory, too
   */
  private static long physicalPage(long offset, Path memory, boolean moves)
      throws IOException, Errno {
    if (memory.endsWith("pagemap")) {
      // Memory of a process that is no file: by its address.
      try (FileChannel pagemap = FileChannel.open(memory, StandardOpenOption.READ)) {
        return numberAt(pagemap, offset);
      }
    }
    try (Arena arena = Arena.ofConfined();
        FileChannel file = FileChannel.open(memory, StandardOpenOption.READ);
        FileChannel pagemap = FileChannel.open(PAGEMAP, StandardOpenOption.READ)) {
      MemorySegment page =
          file.map(FileChannel.MapMode.READ_ONLY, offset, PageContent.BYTES, arena);
      touch(page);
      long number = numberAt(pagemap, page.address());
      if (moves) {
        MADVISE.call(page.address(), PageContent.BYTES, MADV_SOFT_OFFLINE);
      }
      return number;
    }
  }

  private static long numberAt(FileChannel pagemap, long address) throws IOException {
    ByteBuffer entry = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    pagemap.read(entry, address / PageContent.BYTES * Long.BYTES);
    long bits = entry.getLong(0);
    if ((bits & PRESENT) == 0 || (bits & NUMBER) == 0) {
      throw new IOException("no page number for address " + address + "; this needs root");
    }
    return bits & NUMBER;
  }

  /** So that the page is in the page table; never compiled into its caller. */
  private static void touch(MemorySegment page) {
    byte first = page.get(ValueLayout.JAVA_BYTE, 0);
    MappedAccess.barrier(first);
  }
}
