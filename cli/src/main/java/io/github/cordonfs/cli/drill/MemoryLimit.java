package io.github.cordonfs.cli.drill;

import com.sun.management.OperatingSystemMXBean;
import io.github.cordonfs.cli.line.ByteSizes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this process may have, for saying why there is too little.
 *
 * @param controlGroup whether its control group, a container's for instance, limits it and not the
 *     machine
 * @param bytes of the control group or the machine, used ones included
 */
record MemoryLimit(boolean controlGroup, long bytes) {

  private static final Path MEMINFO = Path.of("/proc/meminfo");

  static MemoryLimit ofThisProcess() {
    long allowed =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return of(allowed, ofMachine(allowed));
  }

  /**
   * Tells a control group from a machine.
   *
   * @param allowed bytes that the JVM sees, which knows of control groups
   * @param machine bytes that the machine has
   */
  static MemoryLimit of(long allowed, long machine) {
    return new MemoryLimit(allowed < machine, allowed);
  }

  private static long ofMachine(long otherwise) {
    try {
      for (String line : Files.readAllLines(MEMINFO)) {
        if (line.startsWith("MemTotal:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException e) {
      // Not Linux: then there is no control group, either.
    }
    return otherwise;
  }

  /** Returns the clause that says what is left. */
  String leaves(long available) {
    return controlGroup
        ? "the control group (container) of this process allows "
            + ByteSizes.format(bytes)
            + ", of which "
            + ByteSizes.format(available)
            + " are left"
        : "this machine has "
            + ByteSizes.format(available)
            + " of "
            + ByteSizes.format(bytes)
            + " to spare";
  }
}
