package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** A setting of memory failure handling that is not what it should be: the answers all share. */
final class FailureSetting {

  private FailureSetting() {}

  /** Returns the finding for a setting that says nothing that could be understood. */
  static Finding unclear(
      Topic topic, FileText setting, Machine machine, String meaning, String change) {
    if (!setting.exists() && KernelConfig.of(machine).handlesNone()) {
      return topic.note(
          setting.shown(),
          "This kernel handles no memory failure (memory-failure), so there is nothing to set.",
          "");
    }
    return topic.unknown(setting.shown(), meaning, change);
  }
}
