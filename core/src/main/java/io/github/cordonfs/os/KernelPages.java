package io.github.cordonfs.os;

import java.util.OptionalLong;

/**
 * The kernel's page frame numbers, from /proc/self/pagemap; only a privileged process may see them.
 * Thread-safe; takes no lock.
 */
public final class KernelPages {

  private static final int PAGE_SHIFT = 12;
  private static final int ENTRY_BYTES = 8;
  private static final long PRESENT = 1L << 63;
  private static final long NUMBER = (1L << 55) - 1;

  private KernelPages() {}

  /** Opened by the first use, and as long as the JVM lives. */
  private static final class Pagemap {
    /** Less than 0: not Linux, or hidden. */
    static final int FD = Platform.notLinux() == null ? Linux.open("/proc/self/pagemap") : -1;
  }

  /** Returns the kernel's number of the page at an address, if it is there and may be read. */
  public static OptionalLong frameNumber(long address) {
    if (address == 0 || Pagemap.FD < 0) {
      return OptionalLong.empty();
    }
    long value = Linux.readLong(Pagemap.FD, (address >>> PAGE_SHIFT) * ENTRY_BYTES);
    long number = value & NUMBER;
    return (value & PRESENT) != 0 && number != 0 ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
