package io.github.cordonfs.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's page frame numbers, from /proc/self/pagemap; only a privileged process may see them.
 * Thread-safe.
 */
public final class KernelPages {

  private static final int PAGE_SHIFT = 12;
  private static final int ENTRY_BYTES = 8;
  private static final long PRESENT = 1L << 63;
  private static final long NUMBER = (1L << 55) - 1;

  private KernelPages() {}

  /** Opened by the first use, and as long as the JVM lives. */
  private static final class Pagemap {
    static final @Nullable RandomAccessFile FILE = open();

    private static @Nullable RandomAccessFile open() {
      try {
        return new RandomAccessFile("/proc/self/pagemap", "r");
      } catch (IOException e) {
        return null; // not Linux, or hidden
      }
    }
  }

  /** Returns the kernel's number of the page at an address, if it is there and may be read. */
  public static OptionalLong frameNumber(long address) {
    RandomAccessFile pagemap = address == 0 ? null : Pagemap.FILE;
    if (pagemap == null) {
      return OptionalLong.empty();
    }
    byte[] entry = new byte[ENTRY_BYTES];
    try {
      synchronized (pagemap) {
        pagemap.seek((address >>> PAGE_SHIFT) * ENTRY_BYTES);
        pagemap.readFully(entry);
      }
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = ENTRY_BYTES - 1; i >= 0; i--) {
      value = value << 8 | (entry[i] & 0xFF);
    }
    long number = value & NUMBER;
    return (value & PRESENT) != 0 && number != 0 ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
