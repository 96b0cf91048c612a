package io.github.cordonfs.vm;

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
      number = physicalPage(offset, memory);
    } catch (InternalError e) {
      return "0 bad already";
    } catch (IOException e) {
      return "0 " + e;
    }
    if (door == Door.LOOK) {
      return number + " ok";
    }
    try {
      // Some files of the kernel have no length that could be set to 0.
      Files.writeString(door.file(), door.argument(number), StandardOpenOption.WRITE);
      return number + " ok";
    } catch (IOException e) {
      return number + " " + e.getMessage();
    }
  }

  private static long physicalPage(long offset, Path memory) throws IOException {
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
      return numberAt(pagemap, page.address());
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
