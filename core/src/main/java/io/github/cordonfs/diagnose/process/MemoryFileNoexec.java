package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** Whether memory files may be executable: vm.memfd_noexec, since Linux 6.3. */
final class MemoryFileNoexec implements Check {

  private static final Topic TOPIC = new Topic("memfd-noexec");

  private static final String FINE =
      "Cordon asks for memory files that can never be executed, which every value allows.";

  @Override
  public Finding examine(Machine machine) {
    FileText setting = machine.files().read("/proc/sys/vm/memfd_noexec");
    return switch (String.valueOf(setting.text())) {
      case "0", "1", "2" -> TOPIC.ok("vm.memfd_noexec is " + setting.text(), FINE);
      default ->
          !setting.exists() && machine.files().exists("/proc/sys/vm")
              ? TOPIC.ok("no vm.memfd_noexec", "There is no such limit before Linux 6.3.")
              : TOPIC.unknown(setting.shown(), FINE, "");
    };
  }
}
