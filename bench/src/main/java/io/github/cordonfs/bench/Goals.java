package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/** What the design asks for, with direct buffers where a goal does not say otherwise. */
final class Goals {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * 1024;

  private static final double MAX_STRIKE_MICROS = 50;
  private static final double MAX_MAPPED_STRIKE_MICROS = 1000;

  /** Medians that differ by less than this factor are the same but for noise. */
  private static final double STRIKE_NOISE = 1.25;

  private final Campaign.Outcome outcome;
  private final List<Goal> goals = new ArrayList<>();

  private Goals(Campaign.Outcome outcome) {
    this.outcome = outcome;
  }

  /** Returns the goals of which the campaign measured something. */
  static List<Goal> of(Campaign.Outcome outcome) {
    Goals goals = new Goals(outcome);
    goals.ratio(Operation.READ, Access.RANDOM, 4 * KIB, Target.BARE, 0.88);
    goals.ratio(Operation.READ, Access.RANDOM, 4 * KIB, Target.TMPFS, 1.8);
    goals.ratio(Operation.WRITE, Access.RANDOM, 4 * KIB, Target.BARE, 0.80);
    goals.ratio(Operation.WRITE, Access.RANDOM, 4 * KIB, Target.TMPFS, 1.6);
    goals.ratio(Operation.READ, Access.RANDOM, 512, Target.TMPFS, 3);
    goals.ratio(Operation.READ, Access.DEPENDENT, 64, Target.BARE, 0.95);
    for (Access access : Access.FIXED) {
      goals.ratio(Operation.READ, access, MIB, Target.BARE, 0.90);
      goals.ratio(Operation.WRITE, access, MIB, Target.BARE, 0.90);
    }
    goals.buffers();
    goals.loads();
    goals.gain();
    goals.ahead(Target.JIMFS);
    goals.ahead(Target.H2);
    goals.strikes();
    return goals.goals;
  }

  private void ratio(Operation operation, Access access, int size, Target peer, double bound) {
    Cell cell = new Cell(operation, access, size, BufferKind.DIRECT, 1);
    Spread ratio = outcome.results().ratio(cell, Target.CORDON, peer);
    if (ratio.count() > 0) {
      goals.add(new Goal(cell + ": cordon / " + peer, true, bound, ratio.median()));
    }
  }

  /** Of writes there is nothing to compare with: no channel writes a segment. */
  private void buffers() {
    for (Cell cell : outcome.plan().cells()) {
      if (cell.operation() == Operation.READ && cell.buffer() == BufferKind.SEGMENT) {
        Cell direct = cell.withBuffer(BufferKind.DIRECT);
        Spread ratio = outcome.results().ratioOfCells(direct, cell, Target.CORDON);
        if (ratio.count() > 0) {
          goals.add(new Goal(direct + ": ByteBuffer / MemorySegment", true, 0.95, ratio.median()));
        }
      }
    }
  }

  private void loads() {
    Cell cell = new Cell(Operation.LOAD, Access.RANDOM, Long.BYTES, BufferKind.MAPPING, 1);
    Spread ratio = outcome.results().ratio(cell, Target.CORDON, Target.TMPFS);
    if (ratio.count() > 0) {
      goals.add(new Goal(cell + ": cordon / tmpfs", true, 0.95, ratio.median()));
    }
  }

  private void gain() {
    Cell cell = new Cell(Operation.READ, Access.RANDOM, 4 * KIB, BufferKind.DIRECT, 2);
    Spread ratio = outcome.results().gainRatio(cell, Target.CORDON, Target.BARE);
    if (ratio.count() > 0) {
      goals.add(new Goal(cell + ": gain of cordon / gain of bare", true, 0.95, ratio.median()));
    }
  }

  /** The cell that is closest to the peer, or behind it, stands for all. */
  private void ahead(Target peer) {
    outcome.plan().cells().stream()
        .filter(cell -> cell.size() == 4 * KIB)
        .flatMap(cell -> ahead(cell, peer).stream())
        .min(Comparator.comparingDouble(Goal::measured))
        .ifPresent(goals::add);
  }

  private Optional<Goal> ahead(Cell cell, Target peer) {
    Spread ratio = outcome.results().ratio(cell, Target.CORDON, peer);
    String text = "every 4 KiB cell, the least (%s): cordon / %s".formatted(cell, peer);
    return ratio.count() == 0
        ? Optional.empty()
        : Optional.of(new Goal(text, true, 1, ratio.median()));
  }

  private void strikes() {
    StrikeSamples samples = outcome.strikes();
    List<StrikeClass> classes = samples.classes();
    for (StrikeClass each : classes) {
      String text = "strike, %s: p99, µs".formatted(StrikeTable.name(each));
      double bound =
          each.kind() == StrikeKind.MAPPED ? MAX_MAPPED_STRIKE_MICROS : MAX_STRIKE_MICROS;
      goals.add(new Goal(text, false, bound, samples.quantile(each, 0.99) / 1e3));
    }
    for (StrikeKind kind : StrikeKind.values()) {
      LongSummaryStatistics medians =
          classes.stream()
              .filter(each -> each.kind() == kind)
              .mapToLong(each -> samples.quantile(each, 0.5))
              .summaryStatistics();
      if (medians.getCount() > 1) {
        String text =
            "strike, %s folio: p50, slowest size / fastest size"
                .formatted(kind.name().toLowerCase(Locale.ROOT));
        double ratio = (double) medians.getMax() / medians.getMin();
        goals.add(new Goal(text, false, STRIKE_NOISE, ratio));
      }
    }
  }
}
