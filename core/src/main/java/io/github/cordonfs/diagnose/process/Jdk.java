package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import io.github.cordonfs.os.HostWarnings;

/** The JDK: its update, and that its virtual machine is HotSpot. */
final class Jdk implements Check {

  private static final Topic TOPIC = new Topic("jdk");

  @Override
  public Finding examine(Machine machine) {
    String name = machine.java().vmName();
    String found = machine.java().version() + ", " + name;
    if (!name.contains("OpenJDK") && !name.contains("HotSpot")) {
      return TOPIC.unknown(
          found,
          "Cordon relies on how HotSpot reports an access to bad memory; what this JVM does then has"
              + " not been tried.",
          "Use a JDK with HotSpot.");
    }
    if (HostWarnings.corruptsData(machine.java().version())) {
      return TOPIC.warning(
          found,
          "The G1 collector of this JDK has an error that can corrupt data.",
          "Use JDK 25.0.3 or newer, or another collector.");
    }
    return TOPIC.ok(
        found, "HotSpot turns an access to bad memory into an error that Cordon handles.");
  }
}
