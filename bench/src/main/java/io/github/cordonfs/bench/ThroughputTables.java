package io.github.cordonfs.bench;

import java.util.ArrayList;
import java.util.List;

/** Throughputs, their ratios, and what a second thread gains. */
final class ThroughputTables {

  private final Plan plan;
  private final Results results;
  private final List<Target> peers;

  ThroughputTables(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
    this.peers = plan.targets().stream().filter(target -> target != Target.CORDON).toList();
  }

  /** Returns GB/s of each target, by cell. */
  MarkdownTable throughputs() {
    List<String> heads = new ArrayList<>(List.of("GB/s"));
    plan.targets().forEach(target -> heads.add(target.toString()));
    MarkdownTable table = new MarkdownTable(heads);
    for (Cell cell : plan.cells()) {
      List<String> row = new ArrayList<>(List.of(cell.toString()));
      plan.targets().forEach(target -> row.add(results.throughput(cell, target).format()));
      table.row(row);
    }
    return table;
  }

  /** Returns how many times faster Cordon is than each other target, by cell. */
  MarkdownTable ratios() {
    List<String> heads = new ArrayList<>(List.of("ratio"));
    peers.forEach(peer -> heads.add("cordon / " + peer));
    MarkdownTable table = new MarkdownTable(heads);
    for (Cell cell : plan.cells()) {
      List<String> row = new ArrayList<>(List.of(cell.toString()));
      peers.forEach(peer -> row.add(results.ratio(cell, Target.CORDON, peer).formatWithRange()));
      table.row(row);
    }
    return table;
  }

  /** Returns how many times faster several threads together are than one, by cell. */
  MarkdownTable gains() {
    List<String> heads = new ArrayList<>(List.of("gain over 1 thread"));
    plan.targets().forEach(target -> heads.add(target.toString()));
    heads.add("cordon / bare");
    MarkdownTable table = new MarkdownTable(heads);
    for (Cell cell : severalThreads()) {
      List<String> row = new ArrayList<>(List.of(cell.toString()));
      plan.targets().forEach(target -> row.add(results.gain(cell, target).format()));
      row.add(results.gainRatio(cell, Target.CORDON, Target.BARE).formatWithRange());
      table.row(row);
    }
    return table;
  }

  /** Returns the cells of which {@link #gains} tells something. */
  List<Cell> severalThreads() {
    return plan.cells().stream()
        .filter(cell -> cell.threads() > 1 && plan.cells().contains(cell.withThreads(1)))
        .toList();
  }
}
