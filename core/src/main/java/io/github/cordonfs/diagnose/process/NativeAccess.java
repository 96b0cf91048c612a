package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;

/** Whether the JVM lets Cordon make system calls: --enable-native-access. */
final class NativeAccess implements Check {

  private static final Topic TOPIC = new Topic("native-access");

  private static final String CHANGE =
      "Start java with --enable-native-access=ALL-UNNAMED, or =io.github.cordonfs.core if Cordon is"
          + " on the module path.";

  @Override
  public Finding examine(Machine machine) {
    String problem = machine.calls().problem();
    if (problem != null) {
      return TOPIC.defeats(
          "native access failed: " + problem,
          "Cordon works in plain memory, which survives no error, and files cannot be mapped.",
          CHANGE);
    }
    if (!machine.java().nativeAccessEnabled()) {
      return TOPIC.note(
          "native access works, but was not asked for",
          "The JVM prints a warning when it is first used; a later JDK will refuse it, and then"
              + " nothing survives an error of memory.",
          CHANGE);
    }
    return TOPIC.ok("native access is enabled", "Cordon can make system calls.");
  }
}
