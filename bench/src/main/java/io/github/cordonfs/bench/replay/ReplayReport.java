package io.github.cordonfs.bench.replay;

import io.github.cordonfs.bench.measure.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hit rates as a table in Markdown. */
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
