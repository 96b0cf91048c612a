package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/**
 * Whether this process may look at its own memory without a signal, to find the page that is bad:
 * process_vm_readv(2), and where that is refused MADV_POPULATE_READ.
 */
final class ProcessMemoryRead implements Check {

  private static final Topic TOPIC = new Topic("process-vm-readv");

  private static final String CHANGE = "Allow process_vm_readv(2) in the seccomp profile.";

  @Override
  public Finding examine(Machine machine) {
    if (machine.calls().problem() != null) {
      return NotCalled.unknown(TOPIC, "Cordon uses it to find out which memory is bad.");
    }
    int errno = machine.calls().processVmReadv();
    if (errno == 0) {
      return TOPIC.ok(
          "process_vm_readv works", "Cordon finds out which memory is bad without a signal.");
    }
    String found = NotCalled.refused("process_vm_readv", errno, machine);
    return machine.calls().populateRead() == 0
        ? TOPIC.note(
            found,
            "Cordon asks with MADV_POPULATE_READ instead which memory is bad, which works here.",
            CHANGE)
        : TOPIC.defeats(
            found,
            "Nor does MADV_POPULATE_READ work: Cordon cannot find out which memory is bad, so an"
                + " access to it throws InternalError, and no page is marked.",
            CHANGE);
  }
}
