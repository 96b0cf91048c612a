package io.github.cordonfs.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.CommandRun;
import io.github.cordonfs.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Programs that really take the place of a JVM. */
@Tag("S97")
@EnabledOnOs(OS.LINUX)
class RunCommandTest {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** What a program inherits; of signals the first 28, as the last are the C library's. */
  private static final String WHAT_IT_HAS =
      """
      pwd; env | sort | grep -v '^_='; ulimit -a; grep ^Umask /proc/self/status
      sed -nE 's/^(SigIgn).*(.{7})$/\\1 \\2/p' /proc/self/status
      for fd in /proc/$$/fd/*; do echo "${fd##*/}"; done; cat <&7
      """;

  @TempDir private Path directory;

  private record Ended(long pid, int exitCode, String out) {}

  /** Runs a command with something in descriptor 7, and with SIGUSR1 ignored. */
  private Ended start(List<String> command) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path in = Files.writeString(directory.resolve("in"), "of descriptor 7");
    List<String> all =
        new ArrayList<>(List.of("sh", "-c", "trap '' USR1; exec \"$@\" 7<\"$0\"", in.toString()));
    all.addAll(command);
    Process process =
        new ProcessBuilder(all)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).as(() -> text(out)).isTrue();
      return new Ended(process.pid(), process.exitValue(), text(out));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:-MaxFDLimit",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run"));
    command.addAll(List.of(arguments));
    return start(command);
  }

  @Test
  void aJvmRunsUnderThePolicyInAllItsThreads() throws IOException, InterruptedException {
    Ended child =
        run(
            "--",
            JAVA,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KillPolicyChild.class.getName());
    assertThat(child).isEqualTo(new Ended(child.pid, 0, "policy 0\nall threads\n"));
  }

  @Test
  void theProgramIsTheSameProcessAndItsExitCodeCounts() throws IOException, InterruptedException {
    Ended child = run("sh", "-c", "echo $$; exit 7");
    assertThat(child).isEqualTo(new Ended(child.pid, 7, child.pid + "\n"));
  }

  @Test
  void theProgramHasWhatItHasWithoutTheLauncher() throws IOException, InterruptedException {
    List<String> program = List.of("sh", "-c", WHAT_IT_HAS);
    Ended direct = start(program);
    // And what the build ignores, as one in the background does.
    assertThat(direct.out)
        .containsPattern("SigIgn [0-9a-f]{4}[2367abef][0-9a-f]{2}")
        .contains("of descriptor 7");
    assertThat(run("--", "sh", "-c", WHAT_IT_HAS).out).isEqualTo(direct.out);
  }

  /** Not from a shell, which unblocks all signals itself. */
  @Test
  void theProgramBlocksNoSignalThatTheJvmDoes() throws IOException, InterruptedException {
    List<String> program = List.of("grep", "^SigBlk", "/proc/self/status");
    Ended direct = start(program);
    assertThat(direct.out).startsWith("SigBlk:");
    assertThat(run("--", "grep", "^SigBlk", "/proc/self/status").out).isEqualTo(direct.out);
  }

  @Test
  void argumentsGoOnAsTheyAre() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("x"), "two words");
    assertThat(
            run("--", "printf", "[%s]\\n", "a b", "", "@x", "--help", "-V", "--", "\"q\"", "ä").out)
        .isEqualTo("[a b]\n[]\n[@x]\n[--help]\n[-V]\n[--]\n[\"q\"]\n[ä]\n");
    assertThat(run("printf", "[%s]\\n", "-h").out).isEqualTo("[-h]\n");
  }

  @Test
  void whatCannotBeRunHasTheExitCodesOfEnv() throws IOException, InterruptedException {
    Ended none = run("--", "no-such-program");
    assertThat(none.exitCode).isEqualTo(127);
    assertThat(none.out).isEqualTo("cordon run: 'no-such-program': No such file or directory\n");
    Path text = Files.writeString(directory.resolve("text"), "not executable");
    Ended refused = run("--", text.toString());
    assertThat(refused.exitCode).isEqualTo(126);
    assertThat(refused.out).isEqualTo("cordon run: '" + text + "': Permission denied\n");
  }

  @Test
  void withoutAProgramItIsAMistake() {
    CommandRun run = CommandRun.of("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("cordon run: Missing required parameter").hasLineCount(1);
  }

  @Test
  void helpSaysWhatItIsFor() {
    assertThat(CommandRun.of("run", "--help").out())
        .contains("cordon run -- java", "PR_MCE_KILL_LATE", "early_kill", "Exit codes:", "127");
  }

  @Test
  void elsewhereItSaysThatItNeedsLinux() {
    RunCommand command = new RunCommand();
    StringWriter err = new StringWriter();
    new CommandLine(command).setErr(new PrintWriter(err, true));
    assertThat(command.notLinux("Mac OS X")).isEqualTo(125);
    assertThat(err.toString()).startsWith("run: only Linux has this policy, and this is Mac OS X");
  }
}
