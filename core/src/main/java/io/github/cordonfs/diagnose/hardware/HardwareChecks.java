package io.github.cordonfs.diagnose.hardware;

import io.github.cordonfs.diagnose.machine.Check;
import java.util.List;

/** The checks of this package, in the order in which people read them. */
public final class HardwareChecks {

  private HardwareChecks() {}

  /** Returns all. */
  public static List<Check> all() {
    return List.of(new Ecc(), new EdacDrivers(), new ErrorDaemon(), new Hypervisor());
  }
}
