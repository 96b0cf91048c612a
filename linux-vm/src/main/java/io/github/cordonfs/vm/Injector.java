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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The process that has the kernel poison memory of another one. It finds the physical page through
 * a mapping of its own, which it gives up before the page is poisoned: Linux 6.12 signals whoever
 * has the page mapped and asks for it, and that would be the end of this JVM.
 *
 * <p>Reads lines from standard input, {@code DOOR OFFSET} where the offset is one in the memory of
 * Cordon, and answers each with the number of the physical page and {@code ok}, or what the kernel
 * said.
 */
final class Injector {

  private static final Path PAGEMAP = Path.of("/proc/self/pagemap");
  private static final long PRESENT = 1L << 63;
  private static final long NUMBER = (1L << 55) - 1;

  private final Path memory;

  private Injector(Path memory) {
    this.memory = memory;
  }

  /**
   * Serves one process until standard input ends.
   *
   * @param pid of the process that has one file system of Cordon
   */
  static void serve(long pid) throws IOException {
    Injector injector = new Injector(memoryOf(pid));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int space = line.indexOf(' ');
      Door door = Door.valueOf(line.substring(0, space));
      System.out.println(injector.inject(door, Long.parseLong(line.substring(space + 1))));
    }
  }

  /** Returns the name under /proc of the memory file of Cordon in a process. */
  private static Path memoryOf(long pid) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : open) {
        if (Files.readSymbolicLink(each).toString().startsWith("/memfd:cordon (")) {
          return each;
        }
      }
    }
    throw new IOException("process " + pid + " has no memory file of Cordon");
  }

  private String inject(Door door, long offset) throws IOException {
    long number;
    try {
      number = physicalPage(offset);
    } catch (InternalError e) {
      return "0 bad already";
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

  private long physicalPage(long offset) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel file = FileChannel.open(memory, StandardOpenOption.READ);
        FileChannel pagemap = FileChannel.open(PAGEMAP, StandardOpenOption.READ)) {
      MemorySegment page =
          file.map(FileChannel.MapMode.READ_ONLY, offset, PageContent.BYTES, arena);
      touch(page);
      ByteBuffer entry = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      pagemap.read(entry, page.address() / PageContent.BYTES * Long.BYTES);
      long bits = entry.getLong(0);
      if ((bits & PRESENT) == 0 || (bits & NUMBER) == 0) {
        throw new IOException("no page number for offset " + offset + "; this needs root");
      }
      return bits & NUMBER;
    }
  }

  /** So that the page is in the page table; never compiled into its caller. */
  private static void touch(MemorySegment page) {
    byte first = page.get(ValueLayout.JAVA_BYTE, 0);
    MappedAccess.barrier(first);
  }
}
