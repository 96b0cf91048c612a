package io.github.cordonfs.diagnose;

import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.hardware.HardwareChecks;
import io.github.cordonfs.diagnose.kernel.KernelChecks;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.memory.MemoryChecks;
import io.github.cordonfs.diagnose.process.ProcessChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All checks, one after the other. Thread-safe. */
public final class MachineDiagnosis {

  private MachineDiagnosis() {}

  /** Examines the machine and the JVM that this runs on. */
  public static Diagnosis ofThisMachine() {
    return of(Machine.ofThisProcess());
  }

  /** Examines a machine. If it is not Linux, there is nothing to say beyond that. */
  static Diagnosis of(Machine machine) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : ProcessChecks.everywhere()) {
      findings.add(check.examine(machine));
    }
    if (machine.java().osName().equals("Linux")) {
      onLinux().forEach(check -> findings.add(check.examine(machine)));
    }
    return new Diagnosis(findings);
  }

  private static Stream<Check> onLinux() {
    return Stream.of(
            KernelChecks.all(), ProcessChecks.onLinux(), MemoryChecks.all(), HardwareChecks.all())
        .flatMap(List::stream);
  }
}
