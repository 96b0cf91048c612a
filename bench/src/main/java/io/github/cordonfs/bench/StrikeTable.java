package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.Sizes;
import java.util.List;
import java.util.Locale;

/** Latencies of strikes, by what was struck. */
final class StrikeTable {

  private StrikeTable() {}

  /** Returns a text for people. */
  static String name(StrikeClass strikes) {
    if (strikes.kind() == StrikeKind.MAPPED) {
      return "%s, mapped %d times"
          .formatted(Sizes.format(strikes.fileSize()), StrikeProbe.MAPPINGS);
    }
    return "%s, %s folio"
        .formatted(
            Sizes.format(strikes.fileSize()), strikes.kind().name().toLowerCase(Locale.ROOT));
  }

  static MarkdownTable of(StrikeSamples samples) {
    MarkdownTable table =
        new MarkdownTable(List.of("file, struck page", "strikes", "p50 µs", "p99 µs", "max µs"));
    for (StrikeClass each : samples.classes()) {
      table.row(
          List.of(
              name(each),
              Integer.toString(samples.count(each)),
              micros(samples.quantile(each, 0.5)),
              micros(samples.quantile(each, 0.99)),
              micros(samples.quantile(each, 1))));
    }
    return table;
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e3);
  }
}
