package io.github.cordonfs.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a program is told when memory fails under it, without Cordon and with it: a table, made by
 * running each {@link Victim} in a JVM of its own.
 */
final class Outcomes {

  private static final String DIES = "the JVM dies";
  private static final String FAULT =
      "InternalError: a fault occurred in an unsafe memory access operation";
  private static final Path EARLY = Path.of("/proc/sys/vm/memory_failure_early_kill");
  private static final Path ERROR_FILE = Path.of("/tmp/victim_err.log");
  private static final int SECONDS = 200;

  private final Findings findings;

  private Outcomes(Findings findings) {
    this.findings = findings;
  }

  static void run(Findings findings) throws Exception {
    Outcomes outcomes = new Outcomes(findings);
    String cordon =
        "IOException: /victim: Input/output error: memory failure (4096 bytes at offset 20480)";
    outcomes.expect("heap", DIES);
    outcomes.expect("code", DIES);
    outcomes.expect("stack", DIES);
    outcomes.expect("mapped-checksum", DIES);
    outcomes.expect("mapped-load", FAULT);
    outcomes.expect("tmpfs-channel", "IOException: Input/output error");
    outcomes.expect("ext4-channel-clean", "version 0");
    outcomes.expect("ext4-channel-dirty", "version 0, where version 1 was written");
    outcomes.expect("cordon-channel", cordon);
    outcomes.expect("cordon-mapped-load", FAULT);
    outcomes.expect("cordon-mapped-checksum", DIES);
    Files.writeString(EARLY, "1");
    try {
      outcomes.expect("cordon-channel", DIES);
      // As "./cordon run" does it.
      outcomes.expect(
          "cordon-channel", cordon, "-XX:+UseSerialGC", "io.github.cordonfs.cli.Main", "run", "--");
    } finally {
      Files.writeString(EARLY, "0");
    }
  }

  /**
   * Runs a victim.
   *
   * @param before options and arguments of a JVM that starts it; none for starting it at once
   */
  private void expect(String victim, String expected, String... before)
      throws IOException, InterruptedException {
    String early = Files.readString(EARLY).strip();
    String told = told(victim, before);
    String setting =
        (early.equals("1") ? ", early_kill" : "") + (before.length > 0 ? ", cordon run" : "");
    System.out.println("TOLD " + victim + setting + " => " + told);
    findings.count("cases", 1);
    if (!told.equals(expected)) {
      findings.wrong("differences", victim + setting + ": " + told + ", expected: " + expected);
    }
  }

  private static String told(String victim, String... before)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    if (before.length > 0) {
      command.addAll(
          List.of(java.toString(), "--enable-native-access=ALL-UNNAMED", "-cp", classPath));
      command.addAll(List.of(before));
    }
    command.addAll(
        List.of(
            java.toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + ERROR_FILE,
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline," + MappedAccess.class.getName() + "::*",
            "-cp",
            classPath,
            Main.class.getName(),
            "victim",
            victim));
    Files.deleteIfExists(ERROR_FILE);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "it does not end";
    }
    int told = output.indexOf("TOLD ");
    if (told >= 0) {
      return output.substring(told + "TOLD ".length()).strip();
    }
    // By the signal, with HotSpot's report of it or without. Where the stack is bad, the kernel has
    // no
    // place to put the signal, and makes a SIGSEGV of it that cannot be caught.
    if (output.contains("SIGBUS")
        || process.exitValue() == 128 + 7
        || (output.isEmpty() && process.exitValue() == 128 + 11)) {
      return DIES;
    }
    return "it ends with " + process.exitValue() + ": " + output;
  }
}
