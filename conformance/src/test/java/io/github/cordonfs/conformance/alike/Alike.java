package io.github.cordonfs.conformance.alike;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.conformance.peers.Attempt;
import io.github.cordonfs.conformance.peers.Outcome;
import io.github.cordonfs.conformance.peers.Party;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes steps with each party, and compares what was noted. */
final class Alike {

  /** Steps that are taken by all. */
  interface Steps {
    void take(Alike all) throws Exception;
  }

  private final Path directory;
  private final Map<String, String> noted = new LinkedHashMap<>();

  private Alike(Path directory) {
    this.directory = directory;
  }

  /** Takes steps, and checks that Cordon and the overlay do with them what the JDK does. */
  static void check(Steps steps) throws Exception {
    Map<String, String> expected = take(Party.TMPFS, steps);
    assertThat(expected).isNotEmpty();
    for (Party party : List.of(Party.CORDON, Party.OVERLAY)) {
      List<String> different = new ArrayList<>();
      take(party, steps)
          .forEach((step, outcome) -> {
            String wanted = String.valueOf(expected.get(step));
            if (!isSame(wanted, outcome)) {
              different.add(step + ": " + wanted + " -> " + outcome);
            }
          });
      assertThat(different).as(party.toString()).isEmpty();
    }
  }

  /** A channel's error names its file (docs/differences.md). */
  private static boolean isSame(String wanted, String outcome) {
    String bare = "IOException: ";
    return outcome.equals(wanted)
        || (wanted.startsWith(bare)
            && outcome.startsWith("FileSystemException ")
            && outcome.endsWith(": " + wanted.substring(bare.length())));
  }

  private static Map<String, String> take(Party party, Steps steps) throws Exception {
    Path directory = party.open();
    try {
      Alike all = new Alike(directory);
      steps.take(all);
      return all.noted;
    } finally {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
        for (Path each : left) {
          Tmpfs.delete(each);
        }
      }
      party.close(directory);
    }
  }

  /** Notes what an attempt gives. */
  void note(String step, Attempt attempt) {
    String outcome =
        Outcome.of(attempt).toString().replace(directory + "/", "").replace(directory + "", ".");
    assertThat(noted.put(step, outcome)).as("noted before: %s", step).isNull();
  }

  FileSystem fileSystem() {
    return directory.getFileSystem();
  }

  /** Returns a path in the directory of the test. */
  Path path(String name) {
    return directory.resolve(name);
  }

  Path file(String name, int size) throws IOException {
    return Files.write(path(name), new byte[size]);
  }
}
