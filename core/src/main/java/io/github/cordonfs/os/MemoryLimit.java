package io.github.cordonfs.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much memory this process can still take before the kernel would have to kill a process: the
 * tightest of the machine's available memory and the limits of the control groups (version 1 or 2)
 * the process is in. Thread-safe.
 */
public final class MemoryLimit {

  private static final MemoryLimit THIS_PROCESS =
      new MemoryLimit(Path.of("/proc"), Path.of("/sys/fs/cgroup"));

  /** What version 1 writes for "no limit" is a page-rounded Long.MAX_VALUE. */
  private static final long UNLIMITED = Long.MAX_VALUE / 2;

  private final Path proc;
  private final Path cgroups;

  /** Whichever thread reads last sets it; any that is young enough will do. */
  private volatile @Nullable Dated lastReading;

  /**
   * Creates one with other roots than the real ones.
   *
   * @param proc in place of /proc
   * @param cgroups in place of /sys/fs/cgroup
   */
  public MemoryLimit(Path proc, Path cgroups) {
    this.proc = proc;
    this.cgroups = cgroups;
  }

  /** Returns the limit of this process. */
  public static MemoryLimit ofThisProcess() {
    return THIS_PROCESS;
  }

  /**
   * Returns the memory of the machine or, if it is less, of the control group; in bytes. {@link
   * Long#MAX_VALUE} if neither is known.
   */
  public long total() {
    return read().total;
  }

  /**
   * Returns what off-heap data may still take, in bytes, 0 if nothing: what is available, less what
   * the heap may still grow by, less a tenth of the total. {@link Long#MAX_VALUE} if nothing is
   * known.
   */
  public long available() {
    return read().available;
  }

  /**
   * What the limits were at one time.
   *
   * @param total as {@link MemoryLimit#total}
   * @param available as {@link MemoryLimit#available}
   */
  public record Reading(long total, long available) {}

  /** Returns both limits, for which every file is read once. */
  public Reading read() {
    Usage usage = usage();
    if (usage.total == Long.MAX_VALUE) {
      return new Reading(Long.MAX_VALUE, Long.MAX_VALUE);
    }
    Runtime runtime = Runtime.getRuntime();
    long heapGrowth = Math.max(0, runtime.maxMemory() - runtime.totalMemory());
    return new Reading(usage.total, Math.max(0, usage.free - heapGrowth - usage.total / 10));
  }

  /**
   * Returns both limits as they were not long ago: to read them takes longer than all else that
   * opening a small pool does, and many are opened one after the other.
   *
   * @param nanos how old what was read may be, in nanoseconds; 0 is as {@link #read}
   */
  public Reading recent(long nanos) {
    Dated last = lastReading;
    long now = System.nanoTime();
    if (last != null && now - last.time < nanos) {
      return last.reading;
    }
    Reading reading = read();
    lastReading = new Dated(reading, now);
    return reading;
  }

  /** What was read when, as {@link System#nanoTime}. */
  private record Dated(Reading reading, long time) {}

  private record Usage(long total, long free) {
    Usage tighter(Usage other) {
      return new Usage(Math.min(total, other.total), Math.min(free, other.free));
    }
  }

  private Usage usage() {
    Usage result = machine();
    String groups = read(proc.resolve("self/cgroup"));
    if (groups == null) {
      return result;
    }
    for (String line : groups.split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      if (parts[1].isEmpty()) {
        result = result.tighter(hierarchy(cgroups, parts[2], "memory.max", "memory.current"));
      } else if (("," + parts[1] + ",").contains(",memory,")) {
        result =
            result.tighter(
                hierarchy(
                    cgroups.resolve("memory"),
                    parts[2],
                    "memory.limit_in_bytes",
                    "memory.usage_in_bytes"));
      }
    }
    return result;
  }

  private Usage machine() {
    String text = read(proc.resolve("meminfo"));
    if (text == null) {
      return new Usage(Long.MAX_VALUE, Long.MAX_VALUE);
    }
    long total = kilobytes(text, "MemTotal:");
    long available = kilobytes(text, "MemAvailable:");
    return total < 0 || available < 0
        ? new Usage(Long.MAX_VALUE, Long.MAX_VALUE)
        : new Usage(total, available);
  }

  /** The limits of a group and of all its ancestors hold together. */
  private static Usage hierarchy(Path mount, String group, String limitFile, String usageFile) {
    Usage result = new Usage(Long.MAX_VALUE, Long.MAX_VALUE);
    Path directory = mount.resolve(group.replaceFirst("^/+", "")).normalize();
    while (directory.startsWith(mount)) {
      long limit = number(read(directory.resolve(limitFile)));
      long used = number(read(directory.resolve(usageFile)));
      if (limit >= 0 && limit < UNLIMITED && used >= 0) {
        // Clean file pages count as used, but the kernel drops them before it kills anybody.
        long droppable = Math.max(0, stat(read(directory.resolve("memory.stat"))));
        result = result.tighter(new Usage(limit, limit - Math.max(0, used - droppable)));
      }
      Path parent = directory.getParent();
      if (parent == null) {
        break;
      }
      directory = parent;
    }
    return result;
  }

  private static long stat(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    long total = -1;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("total_inactive_file ")) {
        return number(line.substring(line.indexOf(' ') + 1));
      }
      if (line.startsWith("inactive_file ")) {
        total = number(line.substring(line.indexOf(' ') + 1));
      }
    }
    return total;
  }

  private static long kilobytes(String text, String key) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(key)) {
        return number(line.substring(key.length()).replace("kB", "")) * 1024;
      }
    }
    return -1;
  }

  /** Returns the number in a text, -1 if there is none (a missing file, or "max"). */
  private static long number(@Nullable String text) {
    if (text == null) {
      return -1;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** One read call for the whole text: files of /proc may change between two. */
  private static @Nullable String read(Path file) {
    if (!Files.isReadable(file)) {
      return null;
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      int n = in.read(buffer);
      return n < 0 ? "" : new String(buffer, 0, n, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null; // the group vanished, or may not be read: it sets no limit we could know
    }
  }
}
