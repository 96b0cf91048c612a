package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.KernelVersion;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Optional;
import java.util.Set;

/**
 * Whether memory files, and so pools, get huge pages: transparent_hugepage/shmem_enabled. From
 * Linux 6.1 on Cordon asks for them itself, with MADV_COLLAPSE, which that setting does not concern
 * unless it is "deny".
 */
final class ShmemHugePages implements Check {

  private static final Topic TOPIC = new Topic("thp-shmem-enabled");

  /** With these the kernel makes no huge page of a memory file that does not ask for one. */
  private static final Set<String> ONLY_ASKED_FOR = Set.of("never", "advise");

  private static final Set<String> OTHERS = Set.of("always", "within_size", "force");

  @Override
  public Finding examine(Machine machine) {
    HugePageSetting setting = HugePageSetting.read(machine, "shmem_enabled");
    Optional<String> choice = setting.choice();
    if (choice.isEmpty()) {
      return setting.unclear(TOPIC, machine);
    }
    String found = "transparent_hugepage/shmem_enabled is " + choice.get();
    if (choice.get().equals("deny")) {
      return TOPIC.note(
          found,
          "Memory files get no huge pages, even if Cordon asks for them: slower, and as well"
              + " protected.",
          "For speed, echo never > /sys/kernel/mm/transparent_hugepage/shmem_enabled.");
    }
    if (OTHERS.contains(choice.get())) {
      return TOPIC.ok(
          found, "Memory files get huge pages, and the kernel splits one when a part of it fails.");
    }
    if (!ONLY_ASKED_FOR.contains(choice.get())) {
      return TOPIC.unknown(found, "Cordon does not know this choice.", "");
    }
    if (KernelVersion.of(machine).filter(each -> !each.isAtLeast(6, 1)).isPresent()) {
      return TOPIC.note(
          found,
          "Before Linux 6.1 memory files then get no huge pages: slower, and as well protected.",
          "For speed, use Linux 6.1 or newer.");
    }
    return TOPIC.ok(
        found, "Cordon asks for the huge pages of its files itself (MADV_COLLAPSE, Linux 6.1).");
  }
}
