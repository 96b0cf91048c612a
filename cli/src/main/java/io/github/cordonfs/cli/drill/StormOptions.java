package io.github.cordonfs.cli.drill;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code cordon drill} that say what goes on beside reading, writing, striking. */
final class StormOptions {

  @Option(
      names = "--mapped-readers",
      paramLabel = "N",
      description = "Threads that read through mappings (default: one for every two that read).")
  private @Nullable Integer mappedReaders;

  @Option(
      names = "--mapped-writers",
      paramLabel = "N",
      description =
          "Threads that write to files of their own through mappings (default: one for every two"
              + " that read, up to 4).")
  private @Nullable Integer mappedWriters;

  @Option(
      names = "--soft-offlines",
      paramLabel = "N",
      description =
          "How many pages are moved off memory that can still be read (default: one for every ten"
              + " strikes).")
  private @Nullable Integer softOfflines;

  @Option(
      names = "--no-collapse",
      negatable = true,
      description =
          "Join small folios into huge ones meanwhile, or not (default: they are joined).")
  private boolean collapse = true;

  /** Returns what is wrong with what was given, or null. */
  @Nullable String mistake() {
    if (mappedReaders != null && mappedReaders < 0) {
      return "--mapped-readers must not be negative: " + mappedReaders;
    }
    if (mappedWriters != null && mappedWriters < 0) {
      return "--mapped-writers must not be negative: " + mappedWriters;
    }
    if (softOfflines != null && softOfflines < 0) {
      return "--soft-offlines must not be negative: " + softOfflines;
    }
    return null;
  }

  int mappedReaders(int readers) {
    return mappedReaders != null ? mappedReaders : (readers + 1) / 2;
  }

  int mappedWriters(int readers) {
    return mappedWriters != null ? mappedWriters : Math.min((readers + 1) / 2, 4);
  }

  int softOfflines(int strikes) {
    return softOfflines != null ? softOfflines : strikes / 10;
  }

  boolean collapse() {
    return collapse;
  }
}
