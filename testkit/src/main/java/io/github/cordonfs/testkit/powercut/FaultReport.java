package io.github.cordonfs.testkit.powercut;

import java.util.List;

/**
 * What an exploration of errors found.
 *
 * @param operations how many operations the workload made
 * @param runs how many times it ran with an error
 * @param failures the runs that were not survived, in the order of the operations
 */
public record FaultReport(int operations, int runs, List<Failing> failures) {

  /** Copies the list. */
  public FaultReport {
    failures = List.copyOf(failures);
  }

  /**
   * Fails if a run did.
   *
   * @throws AssertionError if one failed; the message describes it and how to replay it
   */
  public void assertSurvived() {
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst().toString(), failures.getFirst().failure());
    }
  }

  @Override
  public String toString() {
    return operations
        + " operations, "
        + runs
        + " runs with an error, "
        + failures.size()
        + " failed";
  }

  /**
   * An error of one operation that the program did not survive.
   *
   * @param code what names it, for {@link FaultExploration#replay}
   * @param fired which operation failed
   * @param outcome what the workload made of that
   * @param failure what the recovery threw, or the workload, if that was no {@link
   *     java.io.IOException}
   */
  public record Failing(String code, List<String> fired, String outcome, Throwable failure) {

    /** Copies the list. */
    public Failing {
      fired = List.copyOf(fired);
    }

    /** Returns the option for the JVM that has the same test make this run alone. */
    public String replayOption() {
      return "-D" + PowerCutExploration.REPLAY + "=" + code;
    }

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
}
