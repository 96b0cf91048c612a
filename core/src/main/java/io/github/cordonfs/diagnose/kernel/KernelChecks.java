package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.diagnose.machine.Check;
import java.util.List;

/** The checks of this package, in the order in which people read them. */
public final class KernelChecks {

  private KernelChecks() {}

  /** Returns all. */
  public static List<Check> all() {
    return List.of(
        new KernelRelease(),
        new FailureHandling(),
        new FailureRecovery(),
        new MachineCheckBoot(),
        new EarlyKill(),
        new SoftOfflining(),
        new FailedMemory());
  }
}
