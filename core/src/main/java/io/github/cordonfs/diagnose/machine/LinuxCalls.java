package io.github.cordonfs.diagnose.machine;

import io.github.cordonfs.os.CallProbe;
import io.github.cordonfs.os.Platform;
import org.jspecify.annotations.Nullable;

/** The answers of the kernel that this JVM runs on. */
final class LinuxCalls implements SystemCalls {

  private static final int PR_MCE_KILL_LATE = 0;
  private static final int PR_MCE_KILL_EARLY = 1;
  private static final int PR_MCE_KILL_DEFAULT = 2;

  @Override
  public @Nullable String problem() {
    return Platform.nativeAccessProblem();
  }

  @Override
  public int pageBytes() {
    return Platform.pageBytes();
  }

  @Override
  public int memfd() {
    return CallProbe.memfd();
  }

  @Override
  public int processVmReadv() {
    return CallProbe.processVmReadv();
  }

  @Override
  public int populateRead() {
    return CallProbe.populateRead();
  }

  @Override
  public KillPolicy killPolicy() {
    return switch (CallProbe.killPolicy()) {
      case PR_MCE_KILL_LATE -> KillPolicy.LATE;
      case PR_MCE_KILL_EARLY -> KillPolicy.EARLY;
      case PR_MCE_KILL_DEFAULT -> KillPolicy.DEFAULT;
      default -> KillPolicy.UNKNOWN;
    };
  }
}
