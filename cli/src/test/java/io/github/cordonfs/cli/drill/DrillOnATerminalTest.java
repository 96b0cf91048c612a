package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.Main;
import io.github.cordonfs.cli.drill.load.SampleFiles;
import io.github.cordonfs.cli.line.TerminalScreen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a pseudo terminal, which script(1) of util-linux makes. */
@EnabledOnOs(OS.LINUX)
class DrillOnATerminalTest {

  private static final String SIZE = "stty cols 100 rows 30; ";

  @TempDir Path temp;

  @BeforeEach
  void sampleFiles() throws IOException {
    SampleFiles.create(temp.resolve("data"));
  }

  private String drill(String more) {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " --enable-native-access=ALL-UNNAMED -Dstderr.encoding=UTF-8 -Xmx256m -cp '"
        + System.getProperty("java.class.path")
        + "' "
        + Main.class.getName()
        + " drill '"
        + temp.resolve("data")
        + "' --duration=1s --strikes=50 --seed=7 --threads=1"
        + more;
  }

  /** Returns what a terminal gets while a command of the shell runs on it. */
  private String onTerminal(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", SIZE + command, "/dev/null")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void theMapAndABarAreSeenMeanwhileAndTheTableAtTheEnd() throws Exception {
    String output = onTerminal(drill(""), Map.of());
    List<String> pictures = List.of(output.split("\033\\[J", -1));
    assertThat(pictures)
        .anySatisfy(picture -> {
          List<String> lines = new TerminalScreen().write(picture).lines();
          assertThat(lines.getLast()).startsWith("Storm").contains("%", "[=");
          assertThat(lines.get(lines.size() - 2)).contains(" in a block; ", " failures so far");
          assertThat(lines.get(lines.size() - 2)).doesNotContain(" 0 failures");
          assertThat(lines.getFirst()).contains("█");
        });
    assertThat(output).contains("\033[48;5;166");
    List<String> left = new TerminalScreen().write(output).lines();
    assertThat(left)
        .noneMatch(line -> line.contains("in a block") || line.contains("Storm"))
        .noneMatch(line -> line.contains("█"))
        .anyMatch(line -> line.startsWith("pages failed"))
        .anyMatch(line -> line.startsWith("PASS"));
  }

  @Test
  void thereAreNoColoursWhereNoneAreWanted() throws Exception {
    String output = onTerminal(drill(""), Map.of("NO_COLOR", "1"));
    assertThat(output)
        .contains(" in a block; ", "\033[J")
        .doesNotContainPattern("\033\\[[0-9;]*m")
        .doesNotContain("█");
  }

  @Test
  void aPipeGetsTheTableAlone() throws Exception {
    String output = onTerminal(drill(" | cat"), Map.of());
    assertThat(output).contains("pages failed").doesNotContain("\033", "Storm");
  }

  @Test
  void aFileForErrorsGetsNoPictures() throws Exception {
    Path errors = temp.resolve("errors");
    String output = onTerminal(drill(" 2>'" + errors + "'"), Map.of());
    assertThat(output).contains("pages failed").doesNotContain("\033", "Storm");
    assertThat(Files.readString(errors)).doesNotContain("\033", "in a block");
  }

  @Test
  void aTerminalWithoutACursorGetsABarAlone() throws Exception {
    String output = onTerminal(drill(""), Map.of("TERM", "dumb"));
    assertThat(output).contains("Storm").doesNotContain("\033", "in a block");
  }
}
