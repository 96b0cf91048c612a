package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** Whether this process may make the anonymous file that a pool is: memfd_create(2). */
final class MemoryFile implements Check {

  private static final Topic TOPIC = new Topic("memfd");

  private static final String MEANING =
      "The memory of a file system is an anonymous file (memfd): without one no file system opens.";

  @Override
  public Finding examine(Machine machine) {
    if (machine.calls().problem() != null) {
      return NotCalled.unknown(TOPIC, "Cordon keeps data in an anonymous file (memfd).");
    }
    int errno = machine.calls().memfd();
    return errno == 0
        ? TOPIC.ok("memfd_create works", "The memory of files can be mapped, and exchanged if bad.")
        : TOPIC.defeats(
            NotCalled.refused("memfd_create or fallocate", errno, machine),
            MEANING,
            "Allow memfd_create(2) and fallocate(2) in the seccomp profile, and leave some memory.");
  }
}
