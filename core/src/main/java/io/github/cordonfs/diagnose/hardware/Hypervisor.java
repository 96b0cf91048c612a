package io.github.cordonfs.diagnose.hardware;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.List;

/** Whether there is a host that has to pass errors of memory on. */
final class Hypervisor implements Check {

  private static final Topic TOPIC = new Topic("virtual-machine");

  private static final String HOST_DECIDES =
      "In a virtual machine the kernel hears only of those errors that the host passes on to it.";

  @Override
  public Finding examine(Machine machine) {
    FileText processors = machine.files().read("/proc/cpuinfo");
    String text = processors.text();
    String flags =
        text == null
            ? null
            : text.lines().filter(each -> each.startsWith("flags")).findFirst().orElse(null);
    if (flags == null) {
      // Only x86 has such flags.
      return TOPIC.unknown(
          text == null ? processors.shown() : processors.file() + " has no flags",
          HOST_DECIDES,
          "");
    }
    return List.of(flags.split("\\s+", -1)).contains("hypervisor")
        ? TOPIC.note(
            "a virtual machine",
            HOST_DECIDES,
            "Ask who runs the host whether it passes machine checks to its guests.")
        : TOPIC.ok("no virtual machine", "The kernel hears of errors from the hardware itself.");
  }
}
