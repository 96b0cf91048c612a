package io.github.cordonfs.vm;

import java.nio.file.Path;

/** How a page is made bad: mostly a file of the kernel. */
enum Door {
  /** Asks for the number of the page, and does nothing to it. */
  LOOK(""),
  /** An uncorrectable error, injected. */
  CORRUPT_PFN("/sys/kernel/debug/hwpoison/corrupt-pfn"),
  /** The same by physical address. */
  HARD_OFFLINE("/sys/devices/system/memory/hard_offline_page"),
  /** Many correctable errors: the kernel moves the page. */
  SOFT_OFFLINE("/sys/devices/system/memory/soft_offline_page"),
  /** As SOFT_OFFLINE, by a system call of a process that has the page mapped: MADV_SOFT_OFFLINE. */
  SOFT_OFFLINE_CALL(""),
  /** A machine check of the (virtual) processor: who runs it is asked on the serial line. */
  MACHINE_CHECK("/dev/ttyS1");

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
    String address = "0x" + Long.toHexString(number << PAGE_SHIFT);
    return switch (this) {
      case CORRUPT_PFN -> Long.toString(number);
      case MACHINE_CHECK -> "\n@@ mce " + address + "\n";
      case LOOK, HARD_OFFLINE, SOFT_OFFLINE, SOFT_OFFLINE_CALL -> address;
    };
  }
}
