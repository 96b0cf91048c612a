package io.github.cordonfs.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Finds the memory files behind stores, for tests that do to them what a kernel might. */
public final class MemoryFiles {

  private MemoryFiles() {}

  /** Returns the descriptors of all that are open in this process. */
  public static Set<Integer> open() throws IOException {
    Set<Integer> found = new HashSet<>();
    try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        if (isStore(each)) {
          found.add(Integer.parseInt(each.getFileName().toString()));
        }
      }
    }
    return found;
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

  private static boolean isStore(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:cordon ");
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    }
  }
}
