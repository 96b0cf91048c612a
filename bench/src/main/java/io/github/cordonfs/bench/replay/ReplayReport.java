package io.github.cordonfs.bench.replay;

import io.github.cordonfs.bench.measure.Chart;
import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Hit rates as a table, and as bars. */
final class ReplayReport {

  private ReplayReport() {}

  static MarkdownTable of(List<HitRates> all) {
    List<String> heads = new ArrayList<>(List.of("hit rate in %", "pages", "cache"));
    for (Policy policy : Policy.values()) {
      heads.add(policy.title());
    }
    heads.add("Cordon − best other");
    boolean mounted = all.stream().anyMatch(each -> !Double.isNaN(each.mounted().all()));
    if (mounted) {
      heads.add("mounted file");
      heads.add("of it read before");
    }
    MarkdownTable table = new MarkdownTable(heads);
    for (HitRates each : all) {
      table.row(row(each, mounted));
    }
    return table;
  }

  /** Returns the same as bars. */
  static Chart chart(List<HitRates> all) {
    return new Chart(
        all.stream()
            .map(each ->
                new Chart.Row(
                    each.load().name() + ", a cache of " + each.percent() + " %",
                    "%",
                    Arrays.stream(Policy.values()).map(policy -> bar(each, policy)).toList()))
            .toList());
  }

  private static Chart.Bar bar(HitRates rates, Policy policy) {
    boolean subject = policy == Policy.CORDON;
    return new Chart.Bar(policy.title(), subject, Spread.of(rates.rate(policy)), Spread.of());
  }

  private static List<String> row(HitRates each, boolean mounted) {
    List<String> cells = new ArrayList<>();
    cells.add(each.load().name());
    cells.add(String.format(Locale.ROOT, "%,d", each.load().footprint()));
    cells.add(each.percent() + " %");
    for (Policy policy : Policy.values()) {
      cells.add(String.format(Locale.ROOT, "%.1f", each.rate(policy)));
    }
    cells.add(String.format(Locale.ROOT, "%+.1f", each.lead()).replace('-', '−'));
    if (mounted) {
      cells.add(rate(each.mounted().all()));
      cells.add(rate(each.mounted().again()));
    }
    return cells;
  }

  private static String rate(double percent) {
    return Double.isNaN(percent) ? "–" : String.format(Locale.ROOT, "%.1f", percent);
  }
}
