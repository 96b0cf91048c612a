package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.diagnose.machine.Check;
import java.util.List;

/** The checks of this package, in the order in which people read them. */
public final class MemoryChecks {

  private MemoryChecks() {}

  /** Returns all. */
  public static List<Check> all() {
    return List.of(
        new MemorySize(),
        new Swap(),
        new AddressRangeLimit(),
        new ShmemHugePages(),
        new AnonymousHugePages(),
        new HugePageDefrag(),
        new NumaNodes());
  }
}
