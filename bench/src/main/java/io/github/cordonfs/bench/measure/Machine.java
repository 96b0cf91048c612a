package io.github.cordonfs.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the figures are from: without it they mean nothing. */
public final class Machine {

  private static final Pattern KIB = Pattern.compile("([0-9]+) kB");

  private Machine() {}

  /** Returns one line for each thing that is known. */
  public static List<String> describe() {
    return List.of(
        "Processor: %s, %d available"
            .formatted(
                valueOf("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors()),
        "Memory: " + valueOf("/proc/meminfo", "MemTotal"),
        "System: %s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        "Huge pages: private %s, shared %s"
            .formatted(
                chosen("/sys/kernel/mm/transparent_hugepage/enabled"),
                chosen("/sys/kernel/mm/transparent_hugepage/shmem_enabled")),
        "JVM: %s %s"
            .formatted(System.getProperty("java.vm.name"), System.getProperty("java.vm.version")));
  }

  /**
   * Returns how many bytes of memory programs may still take, as the kernel estimates it, within
   * the limit of a container. Unknown counts as none.
   */
  public static long availableMemory() {
    Matcher kib = KIB.matcher(valueOf("/proc/meminfo", "MemAvailable"));
    long available = kib.matches() ? Long.parseLong(kib.group(1)) << 10 : 0;
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? Math.min(available, system.getTotalMemorySize())
        : available;
  }

  /** Returns how many bytes may still be written below a directory: none if it is not there. */
  public static long usableSpace(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      // Not there, or hidden by a container: nobody will measure on it.
      return 0;
    }
  }

  /** Returns the value of the first line {@code name : value} of a file. */
  private static String valueOf(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** Returns the word in brackets of a file that lists all choices. */
  private static String chosen(String file) {
    String text = read(file);
    int begin = text.indexOf('[');
    int end = text.indexOf(']');
    return begin < 0 || end < begin ? "unknown" : text.substring(begin + 1, end);
  }

  /** Returns the content of a file of the kernel, empty where there is none. */
  private static String read(String file) {
    try {
      return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // No Linux, or a container that hides the file: the value is then unknown.
      return "";
    }
  }
}
