package io.github.cordonfs.testkit.powercut;

import java.util.List;

/**
 * What an exploration of faults found.
 *
 * @param operations how many operations the workload made
 * @param runs how many times it ran with a fault
 * @param limited whether there were more faults than it was allowed to try
 * @param failures the runs that were not survived, in the order of the operations
 */
public record FaultReport(int operations, int runs, boolean limited, List<FailingRun> failures) {

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
        + " runs with a fault"
        + (limited ? " and no more, which was the limit, " : ", ")
        + failures.size()
        + " failed";
  }
}
