package io.github.cordonfs.vm;

import java.nio.file.Path;

/** The files through which a page is made bad. */
enum Door {
  /** Asks for the number of the page, and does nothing to it. */
  LOOK(""),
  /** An uncorrectable error, injected. */
  CORRUPT_PFN("/sys/kernel/debug/hwpoison/corrupt-pfn"),
  /** The same by physical address. */
  HARD_OFFLINE("/sys/devices/system/memory/hard_offline_page"),
  /**
   * A machine check of the processor, "action optional": what the memory controller raises when it
   * finds a bad page that nobody has asked for. The monitor of the virtual machine raises it.
   */
  MACHINE_CHECK("/dev/ttyS2"),
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
    String address = "0x" + Long.toHexString(number << PAGE_SHIFT);
    return switch (this) {
      case CORRUPT_PFN -> Long.toString(number);
      // Bank 9 of processor 0: valid, uncorrected, found by a scrub, with an address that is good
      // to
      // 4 KiB. The program that runs just then can go on.
      case MACHINE_CHECK -> "mce 0 9 0xbd000000000000c0 0x5 " + address + " 0x8c\n";
      default -> address;
    };
  }
}
