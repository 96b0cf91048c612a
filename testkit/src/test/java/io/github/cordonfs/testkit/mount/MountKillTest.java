package io.github.cordonfs.testkit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that write to a mount on the disk are killed (SIGKILL) at random moments: what they
 * were promised holds in the next mount.
 *
 * <p>The property {@code cordon.kill.rounds} says how many.
 */
@Tag("B6")
@Tag("B7")
class MountKillTest {

  private static final int ROUNDS = Integer.getInteger("cordon.kill.rounds", 20);

  /** Steps that a process gets before it is killed. */
  private static final int MOST_STEPS = 300;

  @TempDir Path directory;

  @Test
  void promisesSurviveTheProcess() throws Exception {
    Random random = new Random(ROUNDS);
    int withLosses = 0;
    int steps = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path data = MountedWorkload.makeFiles(directory.resolve("round" + round));
      List<String> said = killed(data, round, 1 + random.nextInt(MOST_STEPS));
      Known known = null;
      int inStep = -1;
      for (String line : said) {
        if (line.startsWith("begins ")) {
          inStep = Integer.parseInt(line.substring(7));
        } else {
          known = Known.ofLine(line.substring(9));
          inStep = -1;
          steps++;
        }
      }
      assertThat(known).as("round %d", round).isNotNull();
      withLosses += known.hasLosses() ? 1 : 0;
      check(data, known, inStep);
    }
    System.out.printf(
        "%d processes killed after %d steps, %d with data lost: no promise broken%n",
        ROUNDS, steps, withLosses);
    assertThat(withLosses).isGreaterThan(ROUNDS / 10);
  }

  /** What the file of a step that was broken off has, nobody knows. */
  private static void check(Path data, Known known, int inStep) throws IOException {
    // Once as whoever only reads it, and once as whoever goes on.
    CordonOptions reading = CordonOptions.builder().size("4m").build();
    for (CordonOptions options : List.of(reading, MountedWorkload.options())) {
      try (CordonFileSystem fs = Cordon.mount(data, options)) {
        for (int file = 0; file < MountedWorkload.FILES; file++) {
          if (file != inStep) {
            PromiseCheck.check(List.of(known), file, fs.getPath(MountedWorkload.name(file)));
          }
        }
      } catch (java.nio.file.FileSystemException e) {
        assertThat(e).hasMessageContaining("memory failed before it was written");
      }
    }
  }

  /** Runs a process, kills it, and returns the lines that it said as a whole. */
  private static List<String> killed(Path data, long seed, int steps) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProgram.class.getName(),
                data.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      int promised = 0;
      while (promised < steps) {
        String line = output.readLine();
        assertThat(line).as("the process ended by itself").isNotNull();
        said.add(line);
        promised += line.startsWith("promised") ? 1 : 0;
      }
      // The one of the process itself would close the output.
      process.toHandle().destroyForcibly();
      StringBuilder rest = new StringBuilder();
      for (int c = output.read(); c >= 0; c = output.read()) {
        if (c == '\n') {
          said.add(rest.toString());
          rest.setLength(0);
        } else {
          rest.append((char) c);
        }
      }
    }
    assertThat(process.waitFor()).isEqualTo(137);
    return said;
  }
}
