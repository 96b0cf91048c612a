package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import io.github.cordonfs.os.MapCount;
import java.util.OptionalLong;

/**
 * How many ranges of addresses the kernel allows a process: vm.max_map_count. Mappings of files may
 * take all but 8,192 of them, or half if that is more (contract row S45); a page that is cut off
 * from a mapping takes two more. Files that are not mapped take none.
 */
final class AddressRangeLimit implements Check {

  private static final Topic TOPIC = new Topic("max-map-count");

  private static final long DEFAULT = 65_530;

  /** Below twice the reserve there is less of it. */
  private static final long SMALL = 2 * 8192;

  /** As for the warning of a JVM that runs (contract row S96). */
  private static final double NEAR = 0.80;

  private static final String CHANGE = "sysctl vm.max_map_count=262144";

  @Override
  public Finding examine(Machine machine) {
    FileText setting = machine.files().read("/proc/sys/vm/max_map_count");
    OptionalLong limit = setting.number();
    if (limit.isEmpty() || limit.getAsLong() <= 0) {
      return TOPIC.unknown(
          setting.shown(),
          "Cordon assumes the kernel's default of 65,530 ranges of addresses for a process.",
          "");
    }
    int inUse = MapCount.inUse(machine.files().path("/proc"));
    String found = "vm.max_map_count is " + limit.getAsLong() + (inUse < 0 ? "" : used(inUse));
    if (inUse >= limit.getAsLong() * NEAR) {
      return TOPIC.warning(
          found,
          "At the limit files can no longer be mapped, and the JVM itself may die at its next"
              + " allocation.",
          CHANGE + ", close mappings, or join scattered files (CordonFileChannel.collapse).");
    }
    if (limit.getAsLong() < SMALL) {
      return TOPIC.warning(
          found,
          "Half of that is for mapped files. Few are left for pages that fail in mappings; without"
              + " one a whole mapping is cut off.",
          CHANGE);
    }
    if (limit.getAsLong() < DEFAULT) {
      return TOPIC.note(
          found,
          "It is less than the kernel's default: scattered files are refused sooner when they are"
              + " mapped.",
          CHANGE);
    }
    return TOPIC.ok(
        found,
        "Mapped files may take all but 8,192 of these ranges; those are for the JVM, and for pages"
            + " that fail in mappings.");
  }

  private static String used(int inUse) {
    return ", and this process uses " + inUse;
  }
}
