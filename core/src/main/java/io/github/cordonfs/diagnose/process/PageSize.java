package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** The size of a page of the system: what frames are made for. */
final class PageSize implements Check {

  private static final Topic TOPIC = new Topic("page-size");

  private static final int NEEDED = 4096;

  @Override
  public Finding examine(Machine machine) {
    if (machine.calls().problem() != null) {
      return NotCalled.unknown(TOPIC, "Cordon needs pages of 4096 bytes.");
    }
    int bytes = machine.calls().pageBytes();
    if (bytes != NEEDED) {
      return TOPIC.defeats(
          "pages of " + bytes + " bytes",
          "Cordon works in plain memory, which survives no error, and files cannot be mapped.",
          "Boot a kernel with pages of 4 KiB.");
    }
    return TOPIC.ok("pages of " + bytes + " bytes", "A memory failure costs one such page.");
  }
}
