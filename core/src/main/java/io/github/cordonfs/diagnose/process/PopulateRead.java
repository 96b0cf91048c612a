package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** Whether the kernel says of a page that it is bad before anybody reads it: Linux 5.14. */
final class PopulateRead implements Check {

  private static final Topic TOPIC = new Topic("madv-populate-read");

  @Override
  public Finding examine(Machine machine) {
    if (machine.calls().problem() != null) {
      return NotCalled.unknown(TOPIC, "The patrol uses it to find bad memory.");
    }
    int errno = machine.calls().populateRead();
    return errno == 0
        ? TOPIC.ok(
            "MADV_POPULATE_READ works", "The patrol can find bad memory before a reader meets it.")
        : TOPIC.warning(
            NotCalled.refused("MADV_POPULATE_READ", errno, machine),
            "The patrol finds nothing: a bad page is noticed when it is read, and one in a huge page"
                + " that the kernel could not split may not be.",
            "Use Linux 5.14 or newer, and allow madvise(2) in the seccomp profile.");
  }
}
