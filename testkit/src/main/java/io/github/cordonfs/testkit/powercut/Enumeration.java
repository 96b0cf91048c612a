package io.github.cordonfs.testkit.powercut;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * The states that are looked at, always in the same order: kind by kind, and each kind for every
 * cut, so that a limit leaves out the least telling ones.
 */
final class Enumeration {

  /** A kind of state. */
  enum Kind {
    ALL_LOST("all lost"),
    ALL_KEPT("all kept"),
    PREFIX("a prefix kept"),
    ONE_LOST("one lost"),
    ONE_KEPT("one kept"),
    TORN("last write torn"),
    RANDOM("at random");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final List<LogEntry> entries;
  private final Pending pending;
  private final Exploration.Limits limits;

  Enumeration(List<LogEntry> entries, Pending pending, Exploration.Limits limits) {
    this.entries = entries;
    this.pending = pending;
    this.limits = limits;
  }

  void forEach(BiConsumer<Kind, CrashState> state) {
    List<List<Integer>> pendingAt = new ArrayList<>();
    for (int cut = 0; cut <= entries.size(); cut++) {
      pendingAt.add(pending.at(cut));
    }
    for (Kind kind : Kind.values()) {
      for (int cut = 0; cut <= entries.size(); cut++) {
        for (CrashState each : of(kind, cut, pendingAt.get(cut))) {
          state.accept(kind, each);
        }
      }
    }
  }

  private List<CrashState> of(Kind kind, int cut, List<Integer> units) {
    List<CrashState> states = new ArrayList<>();
    switch (kind) {
      case ALL_LOST -> states.add(new CrashState(cut, units));
      case ALL_KEPT -> states.add(new CrashState(cut, List.of()));
      case PREFIX -> {
        for (int kept = 1; kept < units.size(); kept++) {
          states.add(new CrashState(cut, units.subList(kept, units.size())));
        }
      }
      case ONE_LOST -> {
        for (Integer unit : units) {
          states.add(new CrashState(cut, List.of(unit)));
        }
      }
      case ONE_KEPT -> {
        for (Integer unit : units) {
          states.add(new CrashState(cut, units).keeping(unit));
        }
      }
      case TORN -> {
        for (int unit : units.reversed()) {
          if (limits.tears() && entries.get(unit) instanceof LogEntry.Write) {
            List<Integer> others = units.stream().filter(each -> each != unit).toList();
            for (Tear tear : Tear.values()) {
              states.add(new CrashState(cut, List.of(), unit, tear));
              if (!others.isEmpty()) {
                states.add(new CrashState(cut, others, unit, tear));
              }
            }
            break;
          }
        }
      }
      case RANDOM -> random(cut, units, states);
    }
    return states;
  }

  private void random(int cut, List<Integer> units, List<CrashState> states) {
    if (units.size() < 2) {
      return;
    }
    List<Tear> tears = List.of(Tear.values());
    SplittableRandom random = new SplittableRandom(limits.seed() * 1_000_003 + cut);
    for (int i = 0; i < limits.randomPerCut(); i++) {
      List<Integer> lost = new ArrayList<>();
      int torn = -1;
      for (int unit : units) {
        if (random.nextBoolean()) {
          lost.add(unit);
        } else if (entries.get(unit) instanceof LogEntry.Write && random.nextInt(4) == 0) {
          torn = unit;
        }
      }
      Tear tear = tears.get(random.nextInt(tears.size()));
      states.add(
          torn < 0 || !limits.tears()
              ? new CrashState(cut, lost)
              : new CrashState(cut, lost, torn, tear));
    }
  }
}
