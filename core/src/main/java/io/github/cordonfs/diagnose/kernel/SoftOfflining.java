package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.KernelVersion;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/**
 * Whether the kernel moves data off memory that has had many corrected errors:
 * vm.enable_soft_offline, since Linux 6.11; always before that. Pages of memory files keep their
 * data when they are moved (docs/observed-linux.md, d01 and d02).
 */
final class SoftOfflining implements Check {

  private static final Topic TOPIC = new Topic("soft-offline");

  private static final String MOVES =
      "The kernel may move pages off memory with many corrected errors before it fails; files keep"
          + " their data.";

  private static final String CHANGE = "sysctl vm.enable_soft_offline=1";

  @Override
  public Finding examine(Machine machine) {
    FileText setting = machine.files().read("/proc/sys/vm/enable_soft_offline");
    if (!setting.exists() && isBeforeTheSetting(machine)) {
      return TOPIC.ok(
          KernelConfig.SOFT_OFFLINE_PAGE + " exists, and no setting switches it off", MOVES);
    }
    return switch (String.valueOf(setting.text())) {
      case "1" -> TOPIC.ok("vm.enable_soft_offline is 1", MOVES);
      case "0" ->
          TOPIC.note(
              "vm.enable_soft_offline is 0",
              "Memory with many corrected errors stays in use until it fails: more pages are lost"
                  + " that could have been moved. Cordon's own softOffline does not depend on it.",
              CHANGE);
      default ->
          FailureSetting.unclear(
              TOPIC,
              setting,
              machine,
              "With 0 memory with many corrected errors stays in use until it fails.",
              CHANGE);
    };
  }

  private static boolean isBeforeTheSetting(Machine machine) {
    return machine.files().exists(KernelConfig.SOFT_OFFLINE_PAGE)
        && KernelVersion.of(machine).filter(each -> !each.isAtLeast(6, 11)).isPresent();
  }
}
