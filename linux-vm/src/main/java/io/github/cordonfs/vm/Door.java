package io.github.cordonfs.vm;

import java.nio.file.Path;

/** The kernel's files through which a page is made bad. */
enum Door {
  /** Asks for the number of the page, and does nothing to it. */
  LOOK(""),
  /** An uncorrectable error, injected. */
  CORRUPT_PFN("/sys/kernel/debug/hwpoison/corrupt-pfn"),
  /** The same by physical address. */
  HARD_OFFLINE("/sys/devices/system/memory/hard_offline_page"),
  /** Many correctable errors: the kernel moves the page. */
  SOFT_OFFLINE("/sys/devices/system/memory/soft_offline_page");

  private static final int PAGE_SHIFT = 12;

  private final String file;

  Door(String file) {
    this.file = file;
  }

  Path file() {
    return Path.of(file);
  }

  /**
   * Returns what is to be written.
   *
   * @param number of the physical page
   */
  String argument(long number) {
    return this == CORRUPT_PFN
        ? Long.toString(number)
        : "0x" + Long.toHexString(number << PAGE_SHIFT);
  }
}
