package io.github.cordonfs.diagnose.hardware;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.List;

/** Whether somebody records errors of memory: rasdaemon, or mcelog on older systems. */
final class ErrorDaemon implements Check {

  private static final Topic TOPIC = new Topic("rasdaemon");

  private static final List<String> DAEMONS = List.of("rasdaemon", "mcelog");

  /** A thread of the kernel, seen only by who sees the processes of the whole machine. */
  private static final String KERNEL_THREAD = "kthreadd";

  @Override
  public Finding examine(Machine machine) {
    for (String process : machine.files().names("/proc")) {
      if (process.matches("\\d+")) {
        String name = machine.files().read("/proc/" + process + "/comm").text();
        if (name != null && DAEMONS.contains(name)) {
          return TOPIC.ok(
              name + " runs", "Errors of memory are recorded, and can be traced to a module.");
        }
      }
    }
    if (!KERNEL_THREAD.equals(machine.files().read("/proc/2/comm").text())) {
      return TOPIC.unknown(
          "the processes of the machine cannot be seen from here",
          "On the host, rasdaemon should record errors of memory.",
          "Look on the host: systemctl status rasdaemon.");
    }
    return TOPIC.note(
        "neither rasdaemon nor mcelog runs",
        "Errors of memory are not recorded but in the kernel's log. Cordon itself does not depend on"
            + " that.",
        "On real hardware, install and start rasdaemon.");
  }
}
