package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the kernel listens to the hardware: it can be built without (on x86-64), or told at boot
 * not to: mce=off, nomce.
 */
final class MachineCheckBoot implements Check {

  private static final Topic TOPIC = new Topic("machine-check");

  private static final List<String> OFF = List.of("mce=off", "nomce");

  /** Uncorrected errors are still handled. */
  private static final List<String> WITHOUT_CORRECTED = List.of("mce=ignore_ce", "mce=no_cmci");

  private static final String DEAF =
      "It is not told of errors of memory: an uncorrectable one stops or resets the machine.";

  private static final String OPTION = "CONFIG_X86_MCE";

  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  @Override
  public Finding examine(Machine machine) {
    Optional<String> without =
        X86.contains(machine.java().osArch())
            ? KernelConfig.fileWithout(machine, OPTION)
            : Optional.empty();
    if (without.isPresent()) {
      return TOPIC.defeats(
          "no " + OPTION + " in " + without.get(),
          DEAF,
          "Boot a kernel that is built with " + OPTION + "=y.");
    }
    FileText commandLine = machine.files().read("/proc/cmdline");
    String text = commandLine.text();
    if (text == null) {
      return TOPIC.unknown(
          commandLine.shown(),
          "With the boot parameter mce=off the kernel is not told of errors of memory.",
          "");
    }
    List<String> parameters = List.of(text.split("\\s+", -1));
    for (String off : OFF) {
      if (parameters.contains(off)) {
        return TOPIC.defeats(
            "the kernel was booted with " + off,
            DEAF,
            "Remove " + off + " from the kernel's command line.");
      }
    }
    for (String ignored : WITHOUT_CORRECTED) {
      if (parameters.contains(ignored)) {
        return TOPIC.note(
            "the kernel was booted with " + ignored,
            "Corrected errors, which announce that memory is about to fail, are seen late or not at"
                + " all.",
            "Remove " + ignored + " from the kernel's command line.");
      }
    }
    return TOPIC.ok(
        "no boot parameter switches machine checks off",
        "Where the processor has them, they tell the kernel of errors of memory.");
  }
}
