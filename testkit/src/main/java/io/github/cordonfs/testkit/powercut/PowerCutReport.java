package io.github.cordonfs.testkit.powercut;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an exploration found.
 *
 * @param operations how many operations and promises were recorded
 * @param states how many states were looked at, by kind, in order
 * @param checked how many different disks the recovery was run on
 * @param limited whether there were more than it was allowed to check
 * @param restarts what was looked at of power cuts during restarts; null if nothing was
 * @param failures the states that the recovery did not survive, shrunk, in order
 * @param forces what each place that forces is good for; empty if something failed
 * @param mapped files that were mapped writable: what was stored through the mapping is seen when
 *     something else is recorded, all that was stored until then at once
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public record PowerCutReport(
    int operations,
    List<StateCount> states,
    int checked,
    boolean limited,
    @Nullable RestartReport restarts,
    List<FailingState> failures,
    List<ForceReport> forces,
    List<String> mapped) {

  /** Copies the lists. */
  public PowerCutReport {
    states = List.copyOf(states);
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
    text.append(operations).append(" operations, states: ").append(table(states));
    text.append("; ").append(checked).append(" different disks checked");
    text.append(limited ? " and no more, which was the limit, " : ", ");
    text.append(failures.size()).append(" failed");
    if (restarts != null) {
      text.append("\n  during restarts: ").append(restarts);
    }
    forces.forEach(each -> text.append("\n  force ").append(each));
    if (!mapped.isEmpty()) {
      text.append("\n  mapped writable, stores are seen between operations only: ").append(mapped);
    }
    return text.toString();
  }

  static String table(List<StateCount> counts) {
    return counts.stream().map(StateCount::toString).collect(Collectors.joining(", "));
  }
}
