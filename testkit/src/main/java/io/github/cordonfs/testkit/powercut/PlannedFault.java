package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.FaultRule;
import io.github.cordonfs.testkit.FileOp;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in one run of a workload.
 *
 * @param operation which operation of the workload, from 1
 * @param op its kind
 * @param call which operation of that kind it is, from 1
 * @param errno the error it fails with; null if it goes wrong as {@code kind} says
 */
record PlannedFault(
    int operation, FileOp op, int call, @Nullable Errno errno, @Nullable FaultKind kind)
    implements Serializable {

  /** Returns what names it: letters, digits and dots. */
  String code() {
    return "f" + operation + "." + op + "." + (errno == null ? kind : errno);
  }

  FaultRule arm(FaultDisk disk) {
    FaultRule rule = disk.faults().on("**").op(op).nthOverall(call);
    if (errno != null) {
      rule.fail(errno);
    } else if (kind != null) {
      kind.applyTo(rule);
    }
    return rule;
  }
}
