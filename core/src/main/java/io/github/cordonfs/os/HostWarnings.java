package io.github.cordonfs.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What about this machine and JVM makes memory errors worse than they need be; said once. */
public final class HostWarnings {

  private static final int KILL_LATE = 0;
  private static final int KILL_EARLY = 1;
  private static final int KILL_DEFAULT = 2;

  private static final AtomicBoolean SAID = new AtomicBoolean();

  /** The first version whose G1 collector does not corrupt data. */
  private static final Runtime.Version MENDED = Runtime.Version.parse("25.0.3");

  private HostWarnings() {}

  /** Logs what there is to warn of, the first time in this JVM. */
  public static void sayOnce() {
    if (SAID.compareAndSet(false, true)) {
      String earlyKill = earlyKill();
      // The text is there on a Linux that can be asked.
      int policy = earlyKill.isEmpty() ? KILL_DEFAULT : CallProbe.killPolicy();
      for (String warning : warnings(earlyKill, policy, Runtime.version())) {
        System.getLogger("io.github.cordonfs").log(System.Logger.Level.WARNING, warning);
      }
    }
  }

  /**
   * Returns what there is to warn of.
   *
   * @param earlyKill text of /proc/sys/vm/memory_failure_early_kill, empty if it cannot be read
   * @param policy of the process, which goes before the setting: {@link CallProbe#killPolicy}
   */
  static List<String> warnings(String earlyKill, int policy, Runtime.Version version) {
    List<String> warnings = new ArrayList<>();
    if (policy == KILL_EARLY) {
      warnings.add(
          "this process has the policy PR_MCE_KILL_EARLY: the kernel kills it at once when memory it"
              + " maps fails, before Cordon can do anything about it. Start the program with ./cordon"
              + " run -- java ..., which changes that.");
    } else if (policy != KILL_LATE && earlyKill.strip().equals("1")) {
      warnings.add(
          "vm.memory_failure_early_kill is 1: the kernel kills this JVM at once when memory it maps"
              + " fails, before Cordon can do anything about it. Set it to 0, or start the program"
              + " with ./cordon run -- java ..., which has the kernel spare this process.");
    }
    if (corruptsData(version)) {
      warnings.add(
          "JDK "
              + version
              + " has an error in its G1 collector that can corrupt data. Use 25.0.3 or newer, or"
              + " another collector.");
    }
    return warnings;
  }

  /** Returns whether the G1 collector of a JDK can corrupt data. */
  public static boolean corruptsData(Runtime.Version version) {
    return version.feature() == 25 && version.compareToIgnoreOptional(MENDED) < 0;
  }

  /** One read call: files of /proc may change between two. */
  private static String earlyKill() {
    byte[] text = new byte[16];
    try (InputStream in = new FileInputStream("/proc/sys/vm/memory_failure_early_kill")) {
      return new String(text, 0, Math.max(in.read(text), 0), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // no such setting: a kernel without memory failure handling
    }
  }
}
