package io.github.cordonfs.bench.measure;

import java.util.List;

/**
 * Figures of several targets beside each other, to be drawn as bars.
 *
 * @param rows what was measured; each has a scale of its own
 */
public record Chart(List<Row> rows) {

  /** Copies the list. */
  public Chart {
    rows = List.copyOf(rows);
  }

  /**
   * One thing in which all targets are compared.
   *
   * @param name for people
   * @param unit of the figures
   * @param bars of the targets that have a figure
   */
  public record Row(String name, String unit, List<Bar> bars) {

    /** Copies the list. */
    public Row {
      bars = List.copyOf(bars);
    }

    /** Returns the greatest figure of any round. */
    double most() {
      return bars.stream().mapToDouble(bar -> bar.figure().max()).max().orElse(0);
    }
  }

  /**
   * The figure of one target.
   *
   * @param target its name
   * @param subject whether the others are compared with it
   * @param figure over all rounds, of which there is at least one
   * @param ratio how many times faster the subject is; no figure if that is not known
   */
  public record Bar(String target, boolean subject, Spread figure, Spread ratio) {}
}
