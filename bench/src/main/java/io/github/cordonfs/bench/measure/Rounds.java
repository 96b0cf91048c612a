package io.github.cordonfs.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The rounds of a campaign. Within a round the targets of a cell are measured one right after the
 * other, and every other round in the opposite order: what drifts, such as the clock of a warm
 * processor, then favours nobody.
 *
 * @param <C> what is done
 * @param <T> who does it
 */
public final class Rounds<C extends Threaded<C>, T> {

  /** How a figure is obtained. */
  public interface Figures<C, T> {
    /** Returns whether there is such a figure at all. */
    boolean has(C cell, T target);

    /**
     * Measures it.
     *
     * @throws RunnerException if it could not be measured
     */
    double measure(C cell, T target) throws RunnerException;

    /** Returns the unit of the figures of a cell. */
    String unit(C cell);
  }

  /** What else is done at the end of a round. */
  public interface Ending {
    /**
     * Called once a round.
     *
     * @param number of the round, from 0
     */
    void roundEnded(int number) throws InterruptedException;
  }

  private final List<C> cells;
  private final List<T> targets;
  private final Figures<C, T> figures;
  private final Progress progress;
  private final Results<C, T> results = new Results<>();

  /**
   * Prepares rounds.
   *
   * @param cells in the order in which they are measured
   * @param targets in the order in which they are measured in the first round
   * @param figures how
   * @param progress told of each figure
   */
  public Rounds(List<C> cells, List<T> targets, Figures<C, T> figures, Progress progress) {
    this.cells = List.copyOf(cells);
    this.targets = List.copyOf(targets);
    this.figures = figures;
    this.progress = progress;
  }

  /** Returns how many figures a round of some cells and targets has. */
  public static <C, T> long figures(List<C> cells, List<T> targets, Figures<C, T> figures) {
    return cells.stream()
        .mapToLong(cell -> targets.stream().filter(target -> figures.has(cell, target)).count())
        .sum();
  }

  /**
   * Runs rounds.
   *
   * @param wanted how many at most
   * @param limit none but the first is begun that would probably end later than this after the
   *     beginning of the campaign
   * @param ending called at the end of each
   * @return how many it were
   */
  public int run(int wanted, Duration limit, Ending ending) throws InterruptedException {
    int rounds = 0;
    while (rounds < wanted && (rounds == 0 || afterOneMore(rounds) < limit.toMillis())) {
      round(rounds % 2 == 1);
      ending.roundEnded(rounds);
      rounds++;
    }
    return rounds;
  }

  /** Returns what was measured so far. */
  public Results<C, T> results() {
    return results;
  }

  private void round(boolean reversed) {
    results.beginRound();
    List<T> order = new ArrayList<>(targets);
    if (reversed) {
      Collections.reverse(order);
    }
    for (C cell : cells) {
      for (T target : order) {
        if (figures.has(cell, target)) {
          measure(cell, target);
        }
      }
    }
  }

  private void measure(C cell, T target) {
    String what = cell + ": " + target;
    try {
      double figure = figures.measure(cell, target);
      results.add(cell, target, figure);
      progress.report(String.format(Locale.ROOT, "%s %.2f %s", what, figure, figures.unit(cell)));
    } catch (RunnerException e) {
      progress.fail(what, e);
    }
  }

  private long afterOneMore(int rounds) {
    return progress.elapsed().toMillis() * (rounds + 1) / rounds;
  }
}
