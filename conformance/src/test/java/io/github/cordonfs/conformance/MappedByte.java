package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/** One byte of a file, loaded or stored through a shared mapping of its page made for it. */
final class MappedByte {

  /** What a mapping says of a byte of the last page that lies behind the end of the file. */
  static final String OUT_OF_BOUNDS = "IndexOutOfBoundsException";

  private MappedByte() {}

  /** An access to the byte at an index of a mapping. */
  private interface Access {
    String at(MemorySegment page, long index);
  }

  static String load(FileChannel channel, long offset) throws IOException {
    return access(
        channel, offset, (page, index) -> "" + Byte.toUnsignedInt(page.get(JAVA_BYTE, index)));
  }

  static String store(FileChannel channel, long offset, byte value) throws IOException {
    return access(
        channel,
        offset,
        (page, index) -> {
          page.set(JAVA_BYTE, index, value);
          return "ok";
        });
  }

  /**
   * Maps the page as far as it lies in the file: a mapping of Java's that reached further would
   * extend the file. Writable for loads, too: on Linux a load gives a hole memory, in Cordon a
   * writable mapping does (contract row M1).
   */
  private static String access(FileChannel channel, long offset, Access access) throws IOException {
    long start = offset - offset % PAGE;
    long length = Math.min(PAGE, channel.size() - start);
    if (length <= 0) {
      return "SIGBUS:ADRERR";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = channel.map(MapMode.READ_WRITE, start, length, arena);
      return Fault.caught(() -> access.at(page, offset - start), "SIGBUS:MCEERR_AR");
    } catch (IndexOutOfBoundsException _) {
      return OUT_OF_BOUNDS;
    }
  }
}
