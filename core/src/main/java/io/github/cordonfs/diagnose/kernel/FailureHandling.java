package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** Whether the kernel handles memory failures: CONFIG_MEMORY_FAILURE. */
final class FailureHandling implements Check {

  private static final Topic TOPIC = new Topic("memory-failure");

  private static final String CHANGE = "Boot a kernel that is built with CONFIG_MEMORY_FAILURE=y.";

  @Override
  public Finding examine(Machine machine) {
    KernelConfig config = KernelConfig.of(machine);
    if (config.handlesNone()) {
      return TOPIC.defeats(
          config.evidence(),
          "This kernel does not handle memory failures: an uncorrectable error ends the process or"
              + " the machine, and Cordon never hears which page is lost.",
          CHANGE);
    }
    if (config.handles() == null) {
      return TOPIC.unknown(
          config.evidence(),
          "Without CONFIG_MEMORY_FAILURE an uncorrectable error ends the process or the machine.",
          "Look on the host: grep CONFIG_MEMORY_FAILURE /boot/config-$(uname -r).");
    }
    return TOPIC.ok(
        config.evidence(),
        "The kernel takes a failed page out of use, and whoever accesses it gets an error.");
  }
}
