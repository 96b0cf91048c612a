package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Optional;

/** Whether anonymous memory gets huge pages: transparent_hugepage/enabled. Pools are no such. */
final class AnonymousHugePages implements Check {

  private static final Topic TOPIC = new Topic("thp-enabled");

  @Override
  public Finding examine(Machine machine) {
    HugePageSetting setting = HugePageSetting.read(machine, "enabled");
    Optional<String> choice = setting.choice();
    return choice.isEmpty()
        ? setting.unclear(TOPIC, machine)
        : TOPIC.ok(
            "transparent_hugepage/enabled is " + choice.get(),
            "It concerns the Java heap and not the files of Cordon, for which thp-shmem-enabled"
                + " counts.");
  }
}
