package io.github.cordonfs.testkit.powercut;

import java.util.List;
import java.util.Map;

/**
 * What an exploration found.
 *
 * @param operations how many operations and promises were recorded
 * @param states how many states were looked at, by kind, in order; equal disks included
 * @param checked how many different disks the recovery was run on
 * @param limited whether there were more than it was allowed to check
 * @param failures the states that the recovery did not survive, shrunk, in order
 * @param forces what each place that forces is good for; empty if something failed
 * @param mapped files that were mapped writable: what was stored into them through the mapping is
 *     not in the recording
 */
public record PowerCutReport(
    int operations,
    Map<String, Integer> states,
    int checked,
    boolean limited,
    List<FailingState> failures,
    List<ForceReport> forces,
    List<String> mapped) {

  /** Copies the lists. */
  public PowerCutReport {
    failures = List.copyOf(failures);
    forces = List.copyOf(forces);
    mapped = List.copyOf(mapped);
  }

  /** Returns the forces without which every power cut would have been survived too. */
  public List<ForceReport> redundantForces() {
    return forces.stream().filter(each -> !each.isNeeded()).toList();
  }

  /**
   * Fails if the recovery did.
   *
   * @throws AssertionError if it failed on a state; the message describes it and how to replay it
   */
  public void assertSurvived() {
    if (!failures.isEmpty()) {
      FailingState first = failures.getFirst();
      throw new AssertionError(first + "\n" + this, first.failure());
    }
  }

  /** Returns the counts, and what each force is good for. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(operations).append(" operations, states ").append(states);
    text.append(", ").append(checked).append(" different disks checked");
    text.append(limited ? " and no more, which was the limit, " : ", ");
    text.append(failures.size()).append(" failed");
    forces.forEach(each -> text.append("\n  force ").append(each));
    if (!mapped.isEmpty()) {
      text.append("\n  mapped writable, so stores are not recorded: ").append(mapped);
    }
    return text.toString();
  }
}
