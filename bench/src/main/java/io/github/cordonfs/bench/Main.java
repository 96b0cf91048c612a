package io.github.cordonfs.bench;

import io.github.cordonfs.cli.line.CommandLines;

/** Starts the benchmarks. */
public final class Main {

  private Main() {}

  /**
   * Runs the benchmarks and ends the JVM.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(CommandLines.run(CommandLines.of(new BenchCommand()), args));
  }
}
