package io.github.cordonfs.conformance.nulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.conformance.peers.Outcome;
import io.github.cordonfs.conformance.peers.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a null is refused where the default provider refuses it, and only there. */
@Tag("S83")
class NullSweepTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TMPFS")
  void whatTheDefaultProviderRefusesIsRefusedAndNothingElse(Party party) throws Exception {
    Map<String, String> expected = outcomes(Party.TMPFS);
    Map<String, String> got = outcomes(party);
    Map<String, String> different = new TreeMap<>();
    got.forEach((call, outcome) -> {
      String wanted = String.valueOf(expected.get(call));
      if (!isSame(wanted, outcome)) {
        different.put(call, wanted + " -> " + outcome);
      }
    });
    Map<String, String> accepted = new TreeMap<>();
    for (Accepted each : Accepted.ALL) {
      if (party == Party.CORDON || !each.call().contains("newFileSystem")) {
        accepted.put(each.call(), each.outcomes());
      }
    }
    assertThat(expected).hasSizeGreaterThan(400);
    assertThat(different).isEqualTo(accepted);
  }

  /** A channel's error names its file: so it is of a class of its own (docs/differences.md). */
  private static boolean isSame(String wanted, String outcome) {
    return outcome.equals(wanted)
        || (wanted.equals("IOException") && outcome.equals("FileSystemException"));
  }

  private static Map<String, String> outcomes(Party party) throws Exception {
    Map<String, String> outcomes = new LinkedHashMap<>();
    Path directory = party.open();
    try {
      for (Call call : Call.all()) {
        try (World world = new World(directory)) {
          outcomes.put(call.toString(), call.outcome(world));
        } catch (IOException | RuntimeException e) {
          throw new AssertionError(party + ": " + call, e);
        }
      }
    } finally {
      party.close(directory);
    }
    return outcomes;
  }

  @Test
  void aNullValueIsRefusedForEveryAttributeButTheTimes() throws IOException {
    Map<String, String> expected = valuesRefused(Party.TMPFS);
    assertThat(valuesRefused(Party.CORDON)).isEqualTo(expected);
    assertThat(valuesRefused(Party.OVERLAY)).isEqualTo(expected);
  }

  private static Map<String, String> valuesRefused(Party party) throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    Path directory = party.open();
    try {
      for (String place : List.of("file", "absent")) {
        for (String attribute : ATTRIBUTES) {
          try (World world = new World(directory)) {
            Path path = world.directory.resolve(place);
            outcomes.put(
                place + " " + attribute,
                Outcome.of(() -> set(path, attribute, null))
                    .toString()
                    .replace(directory.toString(), ""));
          }
        }
      }
    } finally {
      party.close(directory);
    }
    return outcomes;
  }

  private static final List<String> ATTRIBUTES =
      List.of(
          "lastModifiedTime",
          "lastAccessTime",
          "creationTime",
          "size",
          "nothing",
          "basic:lastModifiedTime",
          "posix:lastAccessTime",
          "posix:creationTime",
          "posix:permissions",
          "posix:owner",
          "posix:group",
          "owner:owner",
          "unix:mode",
          "unix:uid",
          "unix:gid",
          "unix:lastModifiedTime",
          "unix:ino",
          "dos:hidden",
          "dos:lastModifiedTime",
          "user:own",
          "user:lastModifiedTime");

  private static Object set(Path path, String attribute, @Nullable Object value)
      throws IOException {
    Files.setAttribute(path, attribute, value);
    return "-";
  }

  @Test
  void thePageListsWhatIsAccepted() throws IOException {
    String rows = Accepted.ALL.stream().map(Accepted::row).reduce("", String::concat);
    assertThat(Files.readString(Path.of("../docs/differences.md")))
        .contains("| call | there -> here | why |\n|---|---|---|\n" + rows + "\n");
  }
}
