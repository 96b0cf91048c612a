package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares all there is on two sides: names, attributes, links and every byte. */
final class TreeComparison {

  private TreeComparison() {}

  /** Returns what differs first; null if nothing does. */
  static @Nullable String compare(Side one, Side two) throws IOException {
    Map<String, String> first = describe(one.above());
    Map<String, String> second = describe(two.above());
    for (Map.Entry<String, String> each : first.entrySet()) {
      String other = second.remove(each.getKey());
      if (!each.getValue().equals(other)) {
        return each.getKey() + ": " + each.getValue() + " and " + other;
      }
    }
    for (Map.Entry<String, String> each : second.entrySet()) {
      return each.getKey() + ": null and " + each.getValue();
    }
    return null;
  }

  private static Map<String, String> describe(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    List<Path> read = new ArrayList<>();
    describe(root, all, read);
    // Last, as it changes the times of access, and a file may have several names.
    for (Path each : read) {
      String content =
          Files.isSymbolicLink(each)
              ? Files.readSymbolicLink(each).toString()
              : Digest.of(Files.readAllBytes(each));
      all.merge(each.toString(), content, String::concat);
    }
    return all;
  }

  private static void describe(Path directory, Map<String, String> all, List<Path> read)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path each : entries) {
        Snapshot snapshot = Snapshot.of(each, NOFOLLOW_LINKS);
        all.put(each.toString(), snapshot + " ");
        if (snapshot.kind() == 'd') {
          describe(each, all, read);
        } else {
          read.add(each);
        }
      }
    }
  }
}
