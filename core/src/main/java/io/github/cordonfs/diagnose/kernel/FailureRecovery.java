package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** Whether the kernel goes on after a memory failure: vm.memory_failure_recovery. */
final class FailureRecovery implements Check {

  private static final Topic TOPIC = new Topic("memory-failure-recovery");

  private static final String CHANGE = "sysctl vm.memory_failure_recovery=1";

  @Override
  public Finding examine(Machine machine) {
    FileText setting = machine.files().read(KernelConfig.RECOVERY);
    return switch (String.valueOf(setting.text())) {
      case "1" ->
          TOPIC.ok(
              "vm.memory_failure_recovery is 1",
              "The kernel recovers from a memory failure where it can.");
      case "0" ->
          TOPIC.defeats(
              "vm.memory_failure_recovery is 0",
              "The kernel panics at every memory failure, and the whole machine stops.",
              CHANGE);
      default ->
          FailureSetting.unclear(
              TOPIC, setting, machine, "With 0 the kernel panics at every memory failure.", CHANGE);
    };
  }
}
