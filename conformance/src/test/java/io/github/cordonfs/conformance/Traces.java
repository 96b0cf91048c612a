package io.github.cordonfs.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the traces: those of a directory. */
final class Traces {

  private Traces() {}

  /** Returns the directory that {@code -Dcordon.traces} names, or else that of this module. */
  static Path directory() throws URISyntaxException {
    String given = System.getProperty("cordon.traces", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    URL bundled = Objects.requireNonNull(Traces.class.getResource("/traces"), "/traces");
    return Path.of(bundled.toURI());
  }

  /**
   * Reads all files {@code *.trace} of a directory, by name.
   *
   * @throws TraceFormatException if there is none, or one of them cannot be parsed
   */
  static List<Trace> in(Path directory) throws IOException {
    if (!directory.isAbsolute()) {
      throw new TraceFormatException("cordon.traces", "not an absolute path: " + directory);
    }
    if (!Files.isDirectory(directory)) {
      throw new TraceFormatException("cordon.traces", "there is no directory " + directory);
    }
    List<Trace> traces = new ArrayList<>();
    for (Path file : files(directory)) {
      traces.addAll(TraceFile.read(file));
    }
    if (traces.isEmpty()) {
      throw new TraceFormatException(
          "cordon.traces", "there is no file *.trace in the directory " + directory);
    }
    return traces;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(each -> each.toString().endsWith(".trace")).sorted().toList();
    }
  }
}
