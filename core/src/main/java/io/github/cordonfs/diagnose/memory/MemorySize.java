package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import io.github.cordonfs.os.MemoryLimit;
import java.util.Locale;

/** How much memory there is for files: of the machine, or what the control group leaves of it. */
final class MemorySize implements Check {

  private static final Topic TOPIC = new Topic("memory-limit");

  /** What a file system takes memory in. */
  private static final long LEAST = 2L << 20;

  @Override
  public Finding examine(Machine machine) {
    MemoryLimit.Reading limit =
        new MemoryLimit(machine.files().path("/proc"), machine.files().path("/sys/fs/cgroup"))
            .read();
    FileText memory = machine.files().read("/proc/meminfo");
    long machineBytes = memory.number("MemTotal").orElse(0) << 10;
    if (limit.total() == Long.MAX_VALUE) {
      return TOPIC.unknown(
          memory.text() == null
              ? memory.shown()
              : "no MemTotal and MemAvailable in " + memory.file(),
          "How much memory may be taken is not known: too large a file system may have the kernel"
              + " kill a process.",
          "Give each file system a size that fits.");
    }
    String found =
        (limit.total() < machineBytes ? "the control group allows " : "the machine has ")
            + gigabytes(limit.total())
            + ", of which files can take "
            + gigabytes(limit.available());
    if (limit.available() < LEAST) {
      return TOPIC.warning(
          found,
          "What is available is needed for the heap and a reserve of a tenth: writes to files fail"
              + " with \"No space left on device\".",
          "Give the machine or the control group more memory, or the JVM a smaller heap (-Xmx).");
    }
    return TOPIC.ok(
        found,
        "Cordon takes no more than that, less as others take memory; beyond it writes fail with"
            + " \"No space left on device\", and no process is killed.");
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1L << 30));
  }
}
