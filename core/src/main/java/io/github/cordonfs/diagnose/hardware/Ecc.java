package io.github.cordonfs.diagnose.hardware;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Set;
import java.util.TreeSet;

/** Whether the hardware notices that memory has failed: ECC. */
final class Ecc implements Check {

  private static final Topic TOPIC = new Topic("ecc");

  private static final String NONE = "None";

  private static final Set<String> UNCLEAR = Set.of("Unknown", "Reserved");

  @Override
  public Finding examine(Machine machine) {
    MemoryControllers controllers = new MemoryControllers(machine.files());
    Set<String> modes = new TreeSet<>(controllers.modes());
    boolean none = modes.remove(NONE);
    modes.removeAll(UNCLEAR);
    if (!modes.isEmpty() && !none) {
      return TOPIC.ok(
          "error correction: " + String.join(", ", modes),
          "The hardware corrects small errors of memory, and reports others.");
    }
    if (none) {
      return TOPIC.defeats(
          modes.isEmpty() ? "memory without ECC" : "some memory without ECC",
          "Nobody notices that this memory has failed: wrong bytes are read without an error, in"
              + " Cordon as elsewhere.",
          "Use memory with ECC, and switch it on in the firmware.");
    }
    return TOPIC.unknown(
        controllers.count() == 0
            ? "no driver watches a memory controller"
            : "the drivers do not say whether memory has ECC",
        "Without ECC nobody notices that memory has failed, and wrong bytes are read without an"
            + " error.",
        "Look on the host: dmidecode --type memory | grep 'Error Correction Type'.");
  }
}
