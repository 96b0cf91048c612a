package io.github.cordonfs.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables of throughputs, of how they compare with those of one target, and of what more threads
 * gain.
 *
 * @param <C> what is done
 * @param <T> who does it
 */
public final class Comparison<C extends Threaded<C>, T> {

  private final List<C> cells;
  private final List<T> targets;
  private final T subject;
  private final Results<C, T> results;

  /**
   * Compares.
   *
   * @param cells the rows
   * @param targets the columns
   * @param subject what the others are compared with
   * @param results the figures
   */
  public Comparison(List<C> cells, List<T> targets, T subject, Results<C, T> results) {
    this.cells = List.copyOf(cells);
    this.targets = List.copyOf(targets);
    this.subject = subject;
    this.results = results;
  }

  /**
   * Returns the figures of each target, by cell.
   *
   * @param unit of the figures
   */
  public MarkdownTable throughputs(String unit) {
    List<String> heads = new ArrayList<>(List.of(unit));
    targets.forEach(target -> heads.add(target.toString()));
    MarkdownTable table = new MarkdownTable(heads);
    for (C cell : cells) {
      List<String> row = new ArrayList<>(List.of(cell.toString()));
      targets.forEach(target -> row.add(results.throughput(cell, target).format()));
      table.row(row);
    }
    return table;
  }

  /**
   * Returns the same as bars, each with how many times faster the subject is.
   *
   * @param unit of the figures
   */
  public Chart chart(String unit) {
    return new Chart(cells.stream().map(cell -> row(cell, unit)).toList());
  }

  private Chart.Row row(C cell, String unit) {
    List<Chart.Bar> bars = new ArrayList<>();
    for (T target : targets) {
      Spread figure = results.throughput(cell, target);
      if (figure.count() > 0) {
        Spread ratio = target.equals(subject) ? Spread.of() : results.ratio(cell, subject, target);
        bars.add(new Chart.Bar(target.toString(), target.equals(subject), figure, ratio));
      }
    }
    return new Chart.Row(cell.toString(), unit, bars);
  }

  /** Returns how many times faster the subject is than each other target, by cell. */
  public MarkdownTable ratios() {
    List<T> peers = targets.stream().filter(target -> !target.equals(subject)).toList();
    List<String> heads = new ArrayList<>(List.of("ratio"));
    peers.forEach(peer -> heads.add(subject + " / " + peer));
    MarkdownTable table = new MarkdownTable(heads);
    for (C cell : cells) {
      List<String> row = new ArrayList<>(List.of(cell.toString()));
      peers.forEach(peer -> row.add(results.ratio(cell, subject, peer).formatWithRange()));
      table.row(row);
    }
    return table;
  }

  /**
   * Returns how many times faster several threads together are than one, by cell.
   *
   * @param peers whose gain that of the subject is compared with
   */
  public MarkdownTable gains(List<T> peers) {
    List<String> heads = new ArrayList<>(List.of("gain over 1 thread"));
    targets.forEach(target -> heads.add(target.toString()));
    peers.forEach(peer -> heads.add(subject + " / " + peer));
    MarkdownTable table = new MarkdownTable(heads);
    for (C cell : severalThreads()) {
      List<String> row = new ArrayList<>(List.of(cell.toString()));
      targets.forEach(target -> row.add(results.gain(cell, target).format()));
      peers.forEach(peer -> row.add(results.gainRatio(cell, subject, peer).formatWithRange()));
      table.row(row);
    }
    return table;
  }

  /** Returns the cells of which {@link #gains} tells something. */
  public List<C> severalThreads() {
    return cells.stream()
        .filter(cell -> cell.threads() > 1 && cells.contains(cell.withThreads(1)))
        .toList();
  }
}
