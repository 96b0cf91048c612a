package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.OptionalLong;

/** How much memory the kernel has taken out of use since it was booted: HardwareCorrupted. */
final class FailedMemory implements Check {

  private static final Topic TOPIC = new Topic("failed-memory");

  @Override
  public Finding examine(Machine machine) {
    FileText memory = machine.files().read(KernelConfig.MEMINFO);
    OptionalLong kilobytes = memory.number(KernelConfig.CORRUPTED);
    if (kilobytes.isEmpty()) {
      String meaning = "How much memory of this machine has failed is not known.";
      String found =
          memory.text() == null
              ? memory.shown()
              : "no number for " + KernelConfig.CORRUPTED + " in " + KernelConfig.MEMINFO;
      return KernelConfig.of(machine).handlesNone()
          ? TOPIC.note(found, "This kernel does not count what fails (memory-failure).", "")
          : TOPIC.unknown(found, meaning, "");
    }
    String found = KernelConfig.CORRUPTED + " is " + kilobytes.getAsLong() + " kB";
    return kilobytes.getAsLong() == 0
        ? TOPIC.ok(found, "No memory has failed since the machine was booted.")
        : TOPIC.warning(
            found,
            "Memory of this machine has failed since it was booted, or failures were injected; the"
                + " kernel has taken it out of use. Memory that failed once often fails again.",
            "Find the module with rasdaemon or the firmware's log, and have it replaced.");
  }
}
