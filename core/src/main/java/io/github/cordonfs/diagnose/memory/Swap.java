package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import org.jspecify.annotations.Nullable;

/** Whether the kernel may write memory of files to a disk when it is short of memory. */
final class Swap implements Check {

  private static final Topic TOPIC = new Topic("swap");

  private static final String HEADING = "Filename";

  @Override
  public Finding examine(Machine machine) {
    FileText swaps = machine.files().read("/proc/swaps");
    String text = swaps.text();
    if (text == null || !text.startsWith(HEADING)) {
      return TOPIC.unknown(
          swaps.shown(),
          "With swap the kernel may write memory of files to a disk, where reads wait for it.",
          "");
    }
    long areas = text.lines().count() - 1;
    if (areas == 0) {
      return TOPIC.ok("no swap", "The memory of files stays memory.");
    }
    String group = forbiddingGroup(machine);
    if (group != null) {
      return TOPIC.ok(
          "swap, and " + group + " is 0", "The memory of files of this process stays memory.");
    }
    return TOPIC.note(
        areas + (areas == 1 ? " swap area" : " swap areas"),
        "When memory is short, the kernel writes memory of files to a disk, in clear, and reads wait"
            + " until it is back; the patrol, too, brings it back. Lost pages stay lost.",
        "For steady times, swapoff -a, or memory.swap.max=0 in the control group.");
  }

  /** Returns the file of the control group, or of one above, that allows no swap; null if none. */
  private static @Nullable String forbiddingGroup(Machine machine) {
    String groups = machine.files().read("/proc/self/cgroup").text();
    if (groups == null) {
      return null;
    }
    String unified =
        groups.lines().filter(line -> line.startsWith("0::/")).findFirst().orElse(null);
    if (unified == null) {
      return null;
    }
    String group = unified.substring("0::".length()).replaceFirst("/+$", "");
    while (true) {
      FileText limit = machine.files().read("/sys/fs/cgroup" + group + "/memory.swap.max");
      if (limit.number().orElse(-1) == 0) {
        return limit.file();
      }
      if (group.isEmpty()) {
        return null;
      }
      group = group.substring(0, group.lastIndexOf('/'));
    }
  }
}
