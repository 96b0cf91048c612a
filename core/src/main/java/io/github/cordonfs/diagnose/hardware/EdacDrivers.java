package io.github.cordonfs.diagnose.hardware;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.List;

/** Whether drivers count errors of memory, and what they have counted: EDAC. */
final class EdacDrivers implements Check {

  private static final Topic TOPIC = new Topic("edac");

  @Override
  public Finding examine(Machine machine) {
    MemoryControllers controllers = new MemoryControllers(machine.files());
    if (controllers.count() == 0) {
      return withoutControllers(machine);
    }
    long corrected = controllers.sum("ce_count");
    long uncorrected = controllers.sum("ue_count");
    String found = String.join(", ", controllers.names());
    if (corrected < 0 || uncorrected < 0) {
      return TOPIC.unknown(
          found + ", whose counters cannot be read",
          "How many errors there were is not known.",
          "");
    }
    found += ": " + corrected + " corrected errors, " + uncorrected + " uncorrected";
    if (uncorrected > 0) {
      return TOPIC.warning(
          found,
          "Data was lost in memory of this machine since it was booted. Memory that failed once often"
              + " fails again.",
          "Find the module in /sys/devices/system/edac/mc, and have it replaced.");
    }
    if (corrected > 0) {
      return TOPIC.note(
          found,
          "The hardware corrected errors: many of them announce that memory is about to fail.",
          "Watch the counters, and have a module replaced whose counter goes on rising.");
    }
    return TOPIC.ok(found, "Errors of memory are counted, by module.");
  }

  private static Finding withoutControllers(Machine machine) {
    if (!machine.files().exists("/sys/devices/system")) {
      return TOPIC.unknown(
          "/sys/devices/system cannot be seen",
          "Drivers of EDAC count corrected errors, which announce that memory is about to fail.",
          "");
    }
    List<String> drivers =
        machine.files().names("/sys/module").stream()
            .filter(each -> each.endsWith("_edac"))
            .toList();
    return TOPIC.note(
        drivers.isEmpty()
            ? "no driver of EDAC"
            : String.join(", ", drivers) + ", and no memory controller",
        "Nobody counts corrected errors, which announce that memory is about to fail. Cordon itself"
            + " does not depend on that.",
        "On real hardware, load the driver of its memory controller, such as skx_edac, i10nm_edac,"
            + " amd64_edac or ghes_edac.");
  }
}
