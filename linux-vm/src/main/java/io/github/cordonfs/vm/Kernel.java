package io.github.cordonfs.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the kernel says of itself. */
final class Kernel {

  private Kernel() {}

  /** Returns how much memory the kernel knows to be bad, in KiB. */
  static long hardwareCorrupted() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("HardwareCorrupted:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("this kernel has no CONFIG_MEMORY_FAILURE");
  }

  /** Returns the release, such as 6.1.0-57-amd64. */
  static String release() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
  }

  /**
   * Has the kernel move no pages about of its own accord: the address of a page is to hold until a
   * machine check has come.
   */
  static void keepPagesInPlace() throws IOException {
    Files.writeString(
        Path.of("/proc/sys/vm/compaction_proactiveness"), "0", StandardOpenOption.WRITE);
  }
}
