package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.SystemCalls;
import io.github.cordonfs.diagnose.machine.SystemCalls.KillPolicy;
import io.github.cordonfs.diagnose.machine.Topic;

/**
 * Whether the kernel kills a process before it meets its failed memory:
 * vm.memory_failure_early_kill, unless the process has a policy of its own (docs/observed-linux.md,
 * J8 and h03).
 */
final class EarlyKill implements Check {

  private static final Topic TOPIC = new Topic("early-kill");

  private static final String KILLS =
      "The kernel kills this JVM as soon as memory fails that it has mapped, used or not, before"
          + " Cordon can do anything.";

  private static final String CHANGE =
      "sysctl vm.memory_failure_early_kill=0, or start the program with: cordon run -- java ...";

  @Override
  public Finding examine(Machine machine) {
    FileText setting = machine.files().read("/proc/sys/vm/memory_failure_early_kill");
    KillPolicy policy = policy(machine.calls());
    if (policy == KillPolicy.EARLY) {
      return TOPIC.defeats(
          "this process has the policy PR_MCE_KILL_EARLY",
          KILLS,
          "Start the program with: cordon run -- java ...");
    }
    if (policy == KillPolicy.LATE) {
      return TOPIC.ok(
          "this process has the policy PR_MCE_KILL_LATE",
          "It gets a signal only when it accesses failed memory, whatever"
              + " vm.memory_failure_early_kill says.");
    }
    return switch (String.valueOf(setting.text())) {
      case "0" ->
          TOPIC.ok(
              "vm.memory_failure_early_kill is 0",
              "A process gets a signal only when it accesses failed memory.");
      case "1" -> TOPIC.defeats("vm.memory_failure_early_kill is 1", KILLS, CHANGE);
      default ->
          FailureSetting.unclear(
              TOPIC,
              setting,
              machine,
              "With 1 the kernel kills this JVM as soon as memory fails that it has mapped.",
              CHANGE);
    };
  }

  private static KillPolicy policy(SystemCalls calls) {
    return calls.problem() == null ? calls.killPolicy() : KillPolicy.UNKNOWN;
  }
}
