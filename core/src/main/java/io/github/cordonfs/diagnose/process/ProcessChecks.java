package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.diagnose.machine.Check;
import java.util.List;

/** The checks of this package, in the order in which people read them. */
public final class ProcessChecks {

  private ProcessChecks() {}

  /** Returns those that make sense on any operating system. */
  public static List<Check> everywhere() {
    return List.of(new Jdk(), new OperatingSystem());
  }

  /** Returns those for Linux. */
  public static List<Check> onLinux() {
    return List.of(
        new NativeAccess(),
        new PageSize(),
        new MemoryFile(),
        new MemoryFileNoexec(),
        new ProcessMemoryRead(),
        new PopulateRead());
  }
}
