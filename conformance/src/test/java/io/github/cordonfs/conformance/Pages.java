package io.github.cordonfs.conformance;

import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * Files as the observations describe them: {@code D[i-j]} pages i to j hold the data written at
 * first, {@code M} other data, {@code Z} zeros, {@code EIO} cannot be read, {@code EOF} are not
 * there; {@code SIGBUS} fault when they are loaded; {@code short1000:Z} is a page of 1000 bytes.
 */
final class Pages {

  static final int PAGE = 4096;

  private Pages() {}

  /** Returns the data of some pages: not zero anywhere, and each page unlike its neighbours. */
  static byte[] data(int pages) {
    byte[] data = new byte[pages * PAGE];
    for (int i = 0; i < data.length; i++) {
      data[i] = written(i);
    }
    return data;
  }

  private static byte written(long offset) {
    return (byte) (1 + (offset + offset / PAGE) % 251);
  }

  /** Returns data that {@link #reads} calls M. */
  static ByteBuffer other(int length) {
    byte[] other = new byte[length];
    Arrays.fill(other, (byte) 'M');
    return ByteBuffer.wrap(other);
  }

  /** Returns what 4 KiB reads of the first pages give, one by one. */
  static String reads(FileChannel channel, int pages) throws IOException {
    return runs(0, pages, page -> read(channel, page));
  }

  /**
   * Returns what one read gave: the number of bytes, and what the whole pages are.
   *
   * @param buffer that was read into, from its beginning
   * @param firstPage where the read began
   */
  static String content(ByteBuffer buffer, int firstPage) {
    byte[] read = new byte[buffer.position()];
    buffer.get(0, read);
    String runs =
        runs(
            firstPage,
            firstPage + read.length / PAGE,
            page -> {
              int from = (page - firstPage) * PAGE;
              return name(Arrays.copyOfRange(read, from, from + PAGE), page);
            });
    return read.length + ": " + runs;
  }

  /** Returns what loads of the first pages of a mapping give, one page after the other. */
  static String loads(MemorySegment mapping, int pages) {
    return runs(0, pages, page -> load(mapping, page));
  }

  private static String load(MemorySegment mapping, int page) {
    byte[] bytes = new byte[PAGE];
    return Fault.caught(
        () -> {
          for (int i = 0; i < PAGE; i++) {
            bytes[i] = mapping.get(ValueLayout.JAVA_BYTE, (long) page * PAGE + i);
          }
          return name(bytes, page);
        },
        "SIGBUS");
  }

  private static String read(FileChannel channel, int page) {
    ByteBuffer buffer = ByteBuffer.allocate(PAGE);
    try {
      int length = channel.read(buffer, (long) page * PAGE);
      if (length < 0) {
        return "EOF";
      }
      String name = name(Arrays.copyOf(buffer.array(), length), page);
      return length < PAGE ? "short" + length + ":" + name : name;
    } catch (PoisonedPageException _) {
      return "EIO";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String name(byte[] bytes, int page) {
    boolean zero = true;
    boolean data = true;
    for (int i = 0; i < bytes.length; i++) {
      zero &= bytes[i] == 0;
      data &= bytes[i] == written((long) page * PAGE + i);
    }
    return data ? "D" : zero ? "Z" : "M";
  }

  /** Joins neighbouring pages that are called the same. */
  static String runs(int first, int end, IntFunction<String> names) {
    StringJoiner runs = new StringJoiner(" ");
    String name = names.apply(first);
    int start = first;
    for (int page = first + 1; page <= end; page++) {
      String next = page < end ? names.apply(page) : "";
      if (!next.equals(name)) {
        runs.add(name + "[" + start + (page - 1 > start ? "-" + (page - 1) : "") + "]");
        name = next;
        start = page;
      }
    }
    return runs.toString();
  }
}
