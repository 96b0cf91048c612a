package io.github.cordonfs.testkit.powercut;

import java.util.List;
import java.util.concurrent.Callable;

/** A fault of one operation that the program did not survive. */
public final class FailingRun {

  private final String code;
  private final List<String> fired;
  private final String outcome;
  private final Throwable failure;
  private final Callable<CrashedDisk> again;

  FailingRun(
      String code,
      List<String> fired,
      String outcome,
      Throwable failure,
      Callable<CrashedDisk> again) {
    this.code = code;
    this.fired = List.copyOf(fired);
    this.outcome = outcome;
    this.failure = failure;
    this.again = again;
  }

  /** Returns what names it: for {@link FaultExploration#replay}. */
  public String code() {
    return code;
  }

  /** Returns the option for the JVM that has the same test make this run alone. */
  public String replayOption() {
    return "-D" + PowerCutExploration.REPLAY + "=" + code;
  }

  /** Returns what went wrong: which operation, and how. */
  public List<String> fired() {
    return fired;
  }

  /**
   * Returns what the recovery threw, or the workload, if that was no {@link java.io.IOException}.
   */
  public Throwable failure() {
    return failure;
  }

  /**
   * Runs the workload with that fault again.
   *
   * @return what that leaves; close its file system
   * @throws Exception what the workload throws, if that is no {@link java.io.IOException}
   */
  public CrashedDisk again() throws Exception {
    return again.call();
  }

  /** Returns what went wrong, and what became of it. */
  @Override
  public String toString() {
    return String.join("\n", fired)
        + "\n  workload: "
        + outcome
        + "\n  afterwards: "
        + failure
        + "\n  replay: "
        + replayOption();
  }
}
