package io.github.cordonfs.testkit.powercut;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was done from one start of the program to the power cut, and what became of it.
 *
 * @param operations in order, those after the power cut included
 */
record Timeline(List<Operation> operations) {

  /** What became of an operation. */
  enum Fate {
    FORCED("on the disk for sure"),
    KEPT("reached the disk"),
    TORN("reached the disk in part"),
    LOST("lost"),
    FORCE("force"),
    PROMISE("promise"),
    LATER("after the power cut");

    private final String text;

    Fate(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** One operation. */
  record Operation(String text, Fate fate) {}

  static Timeline of(List<LogEntry> entries, Pending pending, CrashState state) {
    Set<Integer> unforced = new HashSet<>(pending.at(state.cut()));
    Set<Integer> lost = new HashSet<>(state.lost());
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      LogEntry entry = entries.get(i);
      Fate fate;
      if (i >= state.cut()) {
        fate = Fate.LATER;
      } else if (entry instanceof LogEntry.Promise) {
        fate = Fate.PROMISE;
      } else if (entry instanceof LogEntry.Forced) {
        fate = Fate.FORCE;
      } else if (lost.contains(i)) {
        fate = Fate.LOST;
      } else if (i == state.torn()) {
        fate = Fate.TORN;
      } else {
        fate = unforced.contains(i) ? Fate.KEPT : Fate.FORCED;
      }
      String result =
          entry instanceof LogEntry.Forced forced
              ? " ("
                  + forced.result().name().toLowerCase(java.util.Locale.ROOT)
                  + ") by "
                  + forced.place()
              : "";
      operations.add(new Operation(entry.text() + result, fate));
    }
    return new Timeline(List.copyOf(operations));
  }
}
