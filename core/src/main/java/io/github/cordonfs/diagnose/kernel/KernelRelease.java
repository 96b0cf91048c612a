package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.KernelVersion;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Optional;

/**
 * What becomes of a failed page of a memory file. Linux 5.17 was the first to keep it: "mm: shmem:
 * don't truncate page if memory failure happens", commit a76054266661. What 5.10, 6.1 and 6.12 do
 * was observed (docs/observed-linux.md, a01 and b01).
 */
final class KernelRelease implements Check {

  private static final Topic TOPIC = new Topic("kernel");

  private static final String CHANGE = "Use Linux 5.17 or newer; 6.1 and 6.12 have been tried.";

  @Override
  public Finding examine(Machine machine) {
    Optional<KernelVersion> version = KernelVersion.of(machine);
    String found = "Linux " + KernelVersion.release(machine);
    if (version.isEmpty()) {
      return TOPIC.unknown(
          "a version that cannot be understood: \"" + KernelVersion.release(machine) + "\"",
          "Kernels before 5.17 drop a failed page of a memory file, and zeros are read in its"
              + " place.",
          CHANGE);
    }
    if (version.get().isAtLeast(5, 17)) {
      return TOPIC.ok(
          found,
          "It keeps a failed page of a memory file, and every access to it fails: Cordon notices.");
    }
    if (version.get().isAtLeast(5, 14)) {
      return TOPIC.unknown(
          found,
          "Kernels before 5.17 drop a failed page of a memory file, and zeros are read in its place"
              + " unless a mapping showed the page; some vendors have carried the change to older"
              + " versions, which the number does not show.",
          CHANGE);
    }
    return TOPIC.defeats(
        found,
        "It drops a failed page of a memory file, and zeros are read in its place without an error"
            + " unless a mapping showed the page; a huge page goes on to show bad memory.",
        CHANGE);
  }
}
