package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Optional;
import java.util.Set;

/**
 * How hard the kernel looks for huge pages: transparent_hugepage/defrag. What Cordon asks for
 * itself it looks for in any case; how long writers wait for that Cordon limits (ARCHITECTURE.md,
 * "Memory"). What it cannot limit are huge pages that memory files get unasked.
 */
final class HugePageDefrag implements Check {

  private static final Topic TOPIC = new Topic("thp-defrag");

  /** Choices of shmem_enabled with which memory files get huge pages without asking. */
  private static final Set<String> UNASKED = Set.of("always", "within_size", "force");

  @Override
  public Finding examine(Machine machine) {
    HugePageSetting setting = HugePageSetting.read(machine, "defrag");
    Optional<String> choice = setting.choice();
    if (choice.isEmpty()) {
      return setting.unclear(TOPIC, machine);
    }
    String found = "transparent_hugepage/defrag is " + choice.get();
    boolean unasked =
        HugePageSetting.read(machine, "shmem_enabled")
            .choice()
            .filter(UNASKED::contains)
            .isPresent();
    if (choice.get().equals("always") && unasked) {
      return TOPIC.note(
          found,
          "As memory files get huge pages unasked (thp-shmem-enabled), writers of new data wait while"
              + " the kernel makes room for one.",
          "For steady times, echo defer+madvise > /sys/kernel/mm/transparent_hugepage/defrag.");
    }
    return TOPIC.ok(
        found,
        "Writers do not wait for it: Cordon limits the time that its own requests for huge pages"
            + " take.");
  }
}
