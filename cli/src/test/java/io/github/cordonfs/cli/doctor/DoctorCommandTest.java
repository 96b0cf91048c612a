package io.github.cordonfs.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;
import io.github.cordonfs.cli.CommandRun;
import io.github.cordonfs.cli.Main;
import io.github.cordonfs.cli.line.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("S106")
class DoctorCommandTest {

  private static final Finding FINE =
      new Finding("swap", Severity.OK, "no swap", "Memory stays memory.", "");
  private static final Finding HIDDEN =
      new Finding("ecc", Severity.UNKNOWN, "no driver", "Nobody knows.", "Look on the host.");
  private static final Finding ODD =
      new Finding("numa", Severity.NOTE, "a \"b\\c\"\u0001 \u00e9", "It is odd.", "");
  private static final Finding BAD =
      new Finding("early-kill", Severity.DEFEATS, "it is 1", "It kills.", "Set it to 0.");

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir private Path temp;

  /** Of another machine than this. */
  private static CommandRun doctor(List<Finding> findings, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        CommandLines.of(new DoctorCommand(() -> new Diagnosis(findings)))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = CommandLines.run(line, args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  @Test
  void eachFindingIsALineThatSaysWhatToChange() {
    CommandRun run = doctor(List.of(FINE, HIDDEN, BAD));
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            ok       swap        no swap
            unknown  ecc         no driver. Nobody knows. What to do: Look on the host.
            DEFEATS  early-kill  it is 1. It kills. What to do: Set it to 0.

            FAIL: early-kill defeats Cordon on this machine (1 ok, 1 unknown, 1 defeats).
            """);
  }

  @Test
  void onlyWhatDefeatsEndsWithOne() {
    assertThat(doctor(List.of(FINE, BAD)).exitCode()).isEqualTo(1);
    assertThat(doctor(List.of(BAD, BAD)).out()).contains("FAIL: early-kill, early-kill defeat C");
    assertThat(doctor(List.of(FINE)).exitCode()).isZero();
    assertThat(doctor(List.of(FINE)).out())
        .endsWith("PASS: nothing defeats Cordon on this machine (1 ok).\n");
    CommandRun hidden = doctor(List.of(FINE, HIDDEN));
    assertThat(hidden.exitCode()).isZero();
    assertThat(hidden.out()).contains("PASS: nothing is known to defeat");
    Finding warning = new Finding("jdk", Severity.WARNING, "old", "Bad.", "Update.");
    assertThat(doctor(List.of(warning, ODD)).exitCode()).isZero();
  }

  @Test
  void whatIsWellIsExplainedIfAskedFor() {
    assertThat(doctor(List.of(FINE), "--verbose").out())
        .startsWith("ok       swap  no swap. Memory stays memory.\n");
  }

  @Test
  void jsonHasAllOfEveryFinding() throws IOException {
    Path file = temp.resolve("findings.json");
    CommandRun run = doctor(List.of(FINE, ODD, BAD), "--json", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("FAIL: ");
    assertThat(JsonReader.read(Files.readString(file)))
        .isEqualTo(
            Map.of(
                "verdict", "FAIL",
                "counts", Map.of("ok", 1L, "note", 1L, "unknown", 0L, "warning", 0L, "defeats", 1L),
                "findings", List.of(json(FINE), json(ODD), json(BAD))));
  }

  private static Map<String, Object> json(Finding finding) {
    return Map.of(
        "id", finding.id(),
        "severity", finding.severity().name().toLowerCase(Locale.ROOT),
        "found", finding.found(),
        "meaning", finding.meaning(),
        "change", finding.change());
  }

  @Test
  void jsonOnStandardOutputIsAlone() {
    CommandRun run = doctor(List.of(FINE), "--json=-");
    assertThat(run.exitCode()).isZero();
    assertThat(JsonReader.read(run.out())).isInstanceOf(Map.class);
    assertThat(run.err()).contains("ok       swap  no swap", "PASS: ");
  }

  @Test
  void badOptionsAreRefusedInOneLine() {
    assertThat(doctor(List.of(BAD), "--vrebose").exitCode()).isEqualTo(2);
    assertThat(doctor(List.of(BAD), "--vrebose").err())
        .contains("unknown option '--vrebose'; did you mean '--verbose'?")
        .hasLineCount(1);
    CommandRun nowhere = doctor(List.of(BAD), "--json=" + temp.resolve("none/x.json"));
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.out()).isEmpty();
    assertThat(nowhere.err()).contains("--json: there is no directory").hasLineCount(1);
  }

  @Test
  void anUnexpectedErrorIsNoFinding() {
    CommandLine line =
        CommandLines.of(
                new DoctorCommand(() -> {
                  throw new IllegalStateException("unexpected");
                }))
            .setErr(new PrintWriter(new StringWriter()));
    assertThat(CommandLines.run(line)).isEqualTo(3);
  }

  /** The whole command on this machine, whatever that is. */
  @Test
  void thisMachineIsReported() {
    CommandRun run = CommandRun.of("doctor", "--json=-");
    Diagnosis diagnosis = Cordon.diagnose();
    assertThat(run.exitCode()).isEqualTo(diagnosis.isSafe() ? 0 : 1);
    Map<?, ?> json = (Map<?, ?>) JsonReader.read(run.out());
    assertThat(((List<?>) json.get("findings")).stream().map(each -> ((Map<?, ?>) each).get("id")))
        .isEqualTo(diagnosis.findings().stream().map(Finding::id).toList());
    assertThat(run.err().lines().count()).isEqualTo(diagnosis.findings().size() + 2);
    assertThat(run.err()).contains(diagnosis.isSafe() ? "PASS: " : "FAIL: ");
  }

  /** Runs the command in a JVM of its own. */
  private CommandRun child(String... options) throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(temp.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new CommandRun(
        process.exitValue(), Files.readString(out), Files.readString(temp.resolve("err")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aJvmWithoutNativeAccessIsDefeated() throws IOException, InterruptedException {
    CommandRun run =
        child("--illegal-native-access=deny", "-cp", CLASS_PATH, Main.class.getName(), "doctor");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("DEFEATS  native-access +native access failed: .*--enable-native-access")
        .containsPattern("unknown  memfd +no system call can be made");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aJvmThatOnlyToleratesNativeAccessIsTold() throws IOException, InterruptedException {
    CommandRun run = child("-cp", CLASS_PATH, Main.class.getName(), "doctor");
    assertThat(run.out())
        .containsPattern("note     native-access +native access works, but was not asked for")
        .containsPattern("ok       memfd +memfd_create works");
  }

  @Test
  @Tag("S97")
  @EnabledOnOs(OS.LINUX)
  void aJvmThatTheKernelSparesIsNotKilledEarly() throws IOException, InterruptedException {
    String[] doctor = {
      "--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH, Main.class.getName(), "doctor"
    };
    List<String> spared =
        new ArrayList<>(
            List.of("--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH, Main.class.getName()));
    spared.addAll(List.of("run", "--", JAVA));
    spared.addAll(List.of(doctor));
    assertThat(child(spared.toArray(String[]::new)).out())
        .containsPattern("ok       early-kill +this process has the policy PR_MCE_KILL_LATE");
    assertThat(child(doctor).out()).doesNotContain("PR_MCE_KILL_LATE");
  }

  @Test
  void helpNamesOptionsAndExitCodes() {
    CommandRun help = CommandRun.of("help", "doctor");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--json=FILE", "--verbose", "Exit codes:", "defeats Cordon");
    assertThat(CommandRun.of("generate-completion").out()).contains("doctor");
  }
}
