package io.github.cordonfs.testkit.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.testkit.powercut.WriteAheadLog.Variant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same exploration finds the same, and what it found can be replayed. */
class ReplayTest {

  @Test
  void theReportDoesNotDependOnTheNumberOfThreads() throws Exception {
    Set<String> reports = new HashSet<>();
    for (int threads : List.of(1, 2, 5)) {
      PowerCutReport report = failing().threads(threads).maxFailures(3).run();
      reports.add(report + "\n" + report.failures());
    }
    assertThat(reports).hasSize(1);
  }

  @Test
  void aFailureReplaysEveryTime() throws Exception {
    FailingState found = failing().run().failures().getFirst();
    for (int i = 0; i < 100; i++) {
      PowerCutReport again = failing().replay(found.code()).run();
      assertThat(again.checked()).isEqualTo(1);
      assertThat(again.failures()).singleElement().hasToString(found.toString());
    }
  }

  @Test
  void aFailureReplaysAHundredTimesInAFreshJvmWithAnotherLocaleAndTimeZone() throws Exception {
    FailingState found = failing().run().failures().getFirst();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.timezone=Asia/Kathmandu",
                "-XX:TieredStopAtLevel=1",
                found.replayOption(),
                "-cp",
                System.getProperty("java.class.path"),
                Replayed.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output.strip()).isEqualTo(found.toString());
    } finally {
      process.destroyForcibly();
    }
  }

  /** The same exploration in another JVM, a hundred times. */
  static final class Replayed {
    public static void main(String[] args) throws Exception {
      Set<String> found = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        PowerCutReport report = failing().run();
        found.add((report.checked() == 1 ? report.failures().getFirst() : report).toString());
      }
      found.forEach(System.out::println);
    }
  }

  @Test
  void aProgramThatDoesSomethingElseIsNotReplayed() throws Exception {
    FailingState found = failing().run().failures().getFirst();
    PowerCutExploration other =
        Explore.powerCuts(
                disk -> {
                  // At least as many operations as there were.
                  for (int i = 0; i < 50; i++) {
                    Files.writeString(disk.root().resolve("other"), "text");
                  }
                },
                _ -> {})
            .replay(found.code());
    assertThatThrownBy(other::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not do what it did");
    assertThatThrownBy(() -> failing().replay("nonsense").run())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDiskCanBeLookedAt(@TempDir Path directory) throws Exception {
    FailingState found = failing().run().failures().getFirst();
    found.exportTo(directory);
    try (var disk = found.open().fileSystem()) {
      assertThat(Files.readAllBytes(directory.resolve("store/log.0")))
          .isEqualTo(Files.readAllBytes(disk.getPath("/store/log.0")));
    }
  }

  @Test
  void aLimitIsToldOf() throws Exception {
    PowerCutReport report = WriteAheadLogTest.explore(Variant.CAREFUL).maxStates(10).run();
    assertThat(report.limited()).isTrue();
    assertThat(report.checked()).isEqualTo(10);
    assertThat(report.toString()).contains("and no more");
  }

  @Test
  void codesOfStatesAreRead() {
    for (CrashState each :
        List.of(
            new CrashState(0, List.of()),
            new CrashState(12, List.of(3, 11)),
            new CrashState(12, List.of(1), 7, Tear.ZEROS))) {
      assertThat(CrashState.parse(each.code())).isEqualTo(each);
    }
    for (String each : List.of("", "c", "l1", "cx", "c1.t", "c1.t2q", "c1.l1-", "c1.x2")) {
      assertThatThrownBy(() -> CrashState.parse(each))
          .as(each)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static PowerCutExploration failing() {
    return WriteAheadLogTest.explore(Variant.NO_CHECKSUM);
  }
}
