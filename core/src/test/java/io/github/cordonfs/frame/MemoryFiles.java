package io.github.cordonfs.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the memory files behind stores, for tests that do to them what a kernel might. */
public final class MemoryFiles {

  private MemoryFiles() {}

  /** Returns a descriptor of each that is open in this process. */
  public static Set<Integer> open() throws IOException {
    Map<Object, Integer> found = new HashMap<>();
    try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        if (isStore(each)) {
          int descriptor = Integer.parseInt(each.getFileName().toString());
          found.merge(Files.getAttribute(each, "unix:ino"), descriptor, Math::min);
        }
      }
    }
    return new HashSet<>(found.values());
  }

  /** Returns how many descriptors they have together: one that files are mapped of has two. */
  public static int descriptors() throws IOException {
    int count = 0;
    try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        count += isStore(each) ? 1 : 0;
      }
    }
    return count;
  }

  /** Returns the descriptor of the one that was opened since. */
  public static int openedSince(Set<Integer> before) throws IOException {
    Set<Integer> now = open();
    now.removeAll(before);
    if (now.size() != 1) {
      throw new IllegalStateException("opened since: " + now);
    }
    return now.iterator().next();
  }

  /** Returns how much memory the kernel has given to one, in bytes. */
  static long allocatedBytes(int descriptor) throws IOException, InterruptedException {
    String file = "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
    Process stat = new ProcessBuilder("stat", "-L", "-c", "%b %B", file).start();
    String output = new String(stat.getInputStream().readAllBytes(), UTF_8);
    String[] numbers = output.strip().split(" ", -1);
    stat.waitFor();
    return Long.parseLong(numbers[0]) * Long.parseLong(numbers[1]);
  }

  /** Returns what of the mapping at an address the kernel has in huge pages, in bytes. */
  static long hugeBytesMappedAt(long address) throws IOException {
    boolean found = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        found = line.startsWith(Long.toHexString(address) + "-");
      } else if (found && line.startsWith("ShmemPmdMapped:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IllegalStateException("nothing is mapped at " + Long.toHexString(address));
  }

  private static boolean isStore(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:cordon ");
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    }
  }
}
