package io.github.cordonfs.testkit.powercut;

import java.util.List;

/**
 * What was looked at of power cuts during a restart after a power cut.
 *
 * @param restarts how many times the program was started again, each time on a different disk
 * @param operations how many operations and promises that were, together
 * @param states what the power cuts during them left, by kind
 * @param limited whether there were more disks than the recovery may run on
 */
public record RestartReport(
    int restarts, int operations, List<StateCount> states, boolean limited) {

  /** Copies the list. */
  public RestartReport {
    states = List.copyOf(states);
  }

  @Override
  public String toString() {
    return restarts
        + " restarts, "
        + operations
        + " operations, states: "
        + PowerCutReport.table(states);
  }
}
