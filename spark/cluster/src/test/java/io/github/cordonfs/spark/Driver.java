package io.github.cordonfs.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link SparkJob} that runs, in a JVM of its own. */
final class Driver {

  private static final Pattern TASKS = Pattern.compile("TASKS (\\d+) FAILED (\\d+)");

  private final Path log;
  private final Process process;

  Driver(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  private String text() throws IOException {
    return Files.readString(log);
  }

  /** Waits for a text in what it prints. */
  void await(String text) throws IOException, InterruptedException {
    while (!text().contains(text)) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException("ended with " + process.exitValue() + ":\n" + text());
      }
    }
  }

  /**
   * Waits until it ends well.
   *
   * @throws IOException if it fails, with its log
   */
  Driver join() throws IOException, InterruptedException {
    int ended = process.waitFor();
    if (ended != 0) {
      throw new IOException(log.getFileName() + " ended with " + ended + ":\n" + text());
    }
    return this;
  }

  /** Returns a line for each query, with a hash of its rows; several if these differed. */
  List<String> results() throws IOException {
    return lines("RESULT ").stream().sorted().distinct().toList();
  }

  /** Returns the lines that begin with a text. */
  List<String> lines(String begin) throws IOException {
    return text().lines().filter(each -> each.startsWith(begin)).toList();
  }

  /** Returns how many tasks failed; there was at least one that did not. */
  int failedTasks() throws IOException {
    Matcher tasks = TASKS.matcher(text());
    if (!tasks.find() || Integer.parseInt(tasks.group(1)) == 0) {
      throw new IOException("no tasks in " + text());
    }
    return Integer.parseInt(tasks.group(2));
  }

  boolean printed(String text) throws IOException {
    return text().contains(text);
  }
}
