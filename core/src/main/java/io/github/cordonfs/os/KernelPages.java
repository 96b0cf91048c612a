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
  private static final long SWAPPED = 1L << 62;

  /** Bits 0 to 54, of a page that is present. */
  private static final long NUMBER = (1L << 55) - 1;

  /** Of an entry that is swapped: bits 0 to 4 are the type, bits 5 to 54 the offset. */
  private static final int TYPE_BITS = 5;

  /**
   * The types of entries that stand for a page the kernel has taken away, with its number for an
   * offset. Swap files have the types from 0, and pages of a memory file that are swapped out have
   * no entry; the last types are the kernel's own. The one of bad memory (hwpoison) is 29 in Linux
   * 5.10, 26 in 6.1 and 27 in 6.12, down to 22 where there is device memory; in between are those
   * of a page that is just being moved. What is above, from 30, are markers without a page.
   */
  private static final int FIRST_TYPE = 22;

  private static final int LAST_TYPE = 29;

  private KernelPages() {}

  /** Opened by the first use, and as long as the JVM lives. */
  private static final class Pagemap {
    /** Less than 0: not Linux, or hidden. */
    static final int FD = Platform.notLinux() == null ? Linux.open("/proc/self/pagemap") : -1;
  }

  /**
   * Returns the kernel's number of the page at an address, if it is there, or was until it was
   * poisoned, and may be read.
   */
  public static OptionalLong frameNumber(long address) {
    if (Pagemap.FD < 0 || address == 0) {
      return OptionalLong.empty();
    }
    return numberIn(Linux.readLong(Pagemap.FD, (address >>> PAGE_SHIFT) * ENTRY_BYTES));
  }

  /**
   * Returns the number of the page in an entry of pagemap: of one that is there, or that was
   * poisoned. To those who may not see it, it is 0.
   */
  static OptionalLong numberIn(long entry) {
    long number = 0;
    if ((entry & PRESENT) != 0) {
      number = entry & NUMBER;
    } else if ((entry & SWAPPED) != 0) {
      int type = (int) entry & (1 << TYPE_BITS) - 1;
      boolean isPage = type >= FIRST_TYPE && type <= LAST_TYPE;
      number = isPage ? (entry & NUMBER) >>> TYPE_BITS : 0;
    }
    return number != 0 ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
