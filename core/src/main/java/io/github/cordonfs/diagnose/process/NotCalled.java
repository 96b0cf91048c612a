package io.github.cordonfs.diagnose.process;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import io.github.cordonfs.os.Errno;
import java.util.OptionalLong;

/** The answers about calls that were not made, or that the kernel refused. */
final class NotCalled {

  /** Of the thread that calls: a filter is a thread's, though mostly that of all. */
  private static final String STATUS = "/proc/thread-self/status";

  private NotCalled() {}

  /** Returns the finding where no call can be made at all. */
  static Finding unknown(Topic topic, String meaning) {
    return topic.unknown("no system call can be made", meaning, "See native-access.");
  }

  /** Returns what was answered, and whether a filter may have answered it. */
  static String refused(String call, int errno, Machine machine) {
    OptionalLong mode = machine.files().read(STATUS).number("Seccomp");
    return call
        + " is refused: "
        + Errno.name(errno)
        + (mode.orElse(0) == 0 ? "" : " (a seccomp filter is active)");
  }
}
