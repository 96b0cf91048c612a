package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Set;

/** Linux, on one of the processors whose system calls Cordon has been tried with. */
final class OperatingSystem implements Check {

  private static final Topic TOPIC = new Topic("operating-system");

  private static final Set<String> TRIED = Set.of("amd64", "x86_64", "aarch64");

  private static final String CHANGE = "Use Linux on x86-64 or arm64.";

  @Override
  public Finding examine(Machine machine) {
    String found = machine.java().osName() + ", " + machine.java().osArch();
    if (!machine.java().osName().equals("Linux")) {
      return TOPIC.defeats(
          found,
          "Only Linux tells a process which page of its memory has failed: here Cordon works in plain"
              + " memory, which survives no error, and files cannot be mapped.",
          CHANGE);
    }
    if (!TRIED.contains(machine.java().osArch())) {
      return TOPIC.unknown(found, "Cordon has not been tried on this processor.", CHANGE);
    }
    return TOPIC.ok(found, "Cordon can protect the memory of files here.");
  }
}
