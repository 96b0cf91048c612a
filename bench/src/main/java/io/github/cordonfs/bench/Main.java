package io.github.cordonfs.bench;

import picocli.CommandLine;

/** Starts the benchmarks. */
public final class Main {

  private Main() {}

  /**
   * Runs the benchmarks and ends the JVM.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }
}
