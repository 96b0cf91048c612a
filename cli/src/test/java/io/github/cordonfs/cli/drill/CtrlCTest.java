package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cordonfs.cli.Main;
import io.github.cordonfs.cli.drill.load.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real process and a real signal. */
@EnabledOnOs(OS.LINUX)
class CtrlCTest {

  @TempDir Path temp;

  @Test
  void ctrlCEndsTheDrillWithTheTableSoFar() throws IOException, InterruptedException {
    SampleFiles.create(temp.resolve("data"));
    Path out = temp.resolve("out");
    Path json = temp.resolve("out.json");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "drill",
                temp.resolve("data").toString(),
                "--duration=10m",
                "--strikes=100000",
                "--json=" + json)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      // Whoever runs the tests in the background may have it ignore SIGINT, and children inherit
      // that.
      String signal = ignoresInterrupts(process) ? "TERM" : "INT";
      awaitStorm(process);
      assertThat(new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor())
          .isZero();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String text = Files.readString(out);
      assertThat(process.exitValue()).as(text).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(text).contains("pages failed", "INTERRUPTED: ");
      assertThat(Files.readString(json)).contains("\"verdict\": \"interrupted\"");
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean ignoresInterrupts(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    assumeTrue(Files.exists(status));
    for (String line : Files.readString(status).split("\n", -1)) {
      if (line.startsWith("SigIgn:")) {
        long ignored = Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
        return (ignored & 1L << (2 - 1)) != 0;
      }
    }
    return false;
  }

  /** The drill has begun when its threads are there; any moment from then on will do. */
  private static void awaitStorm(Process process) throws IOException, InterruptedException {
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    while (process.isAlive()) {
      try (var threads = Files.list(tasks)) {
        if (threads.anyMatch(CtrlCTest::isStriker)) {
          return;
        }
      }
      Thread.sleep(50);
    }
  }

  private static boolean isStriker(Path task) {
    try {
      return Files.readString(task.resolve("comm")).startsWith("striker");
    } catch (IOException e) {
      return false; // the thread has ended
    }
  }
}
