package io.github.cordonfs.bench.measure;

import java.util.List;
import java.util.Locale;

/**
 * A goal and what was measured.
 *
 * @param text what is compared
 * @param atLeast whether the figure must not be below the bound; it must not be above otherwise
 * @param bound what is asked for
 * @param measured the figure
 */
public record Goal(String text, boolean atLeast, double bound, double measured) {

  /** Returns whether the figure is as good as asked for. */
  public boolean isMet() {
    return atLeast ? measured >= bound : measured <= bound;
  }

  /** Returns a table of goals. */
  public static MarkdownTable table(List<Goal> goals) {
    MarkdownTable table = new MarkdownTable(List.of("goal", "asked", "measured", "met"));
    for (Goal goal : goals) {
      table.row(
          List.of(
              goal.text(),
              String.format(Locale.ROOT, "%s %.2f", goal.atLeast() ? "≥" : "≤", goal.bound()),
              String.format(Locale.ROOT, "%.2f", goal.measured()),
              goal.isMet() ? "yes" : "no"));
    }
    return table;
  }
}
