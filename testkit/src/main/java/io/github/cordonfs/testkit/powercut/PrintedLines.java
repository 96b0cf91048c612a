package io.github.cordonfs.testkit.powercut;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A stream that hands on whole lines of what is printed to it. */
final class PrintedLines extends OutputStream {

  private final Consumer<String> told;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private PrintedLines(Consumer<String> told) {
    this.told = told;
  }

  static PrintStream to(Consumer<String> told) {
    return new PrintStream(new PrintedLines(told), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      told.accept(line.toString(StandardCharsets.UTF_8).stripTrailing());
      line.reset();
    } else {
      line.write(b);
    }
  }
}
