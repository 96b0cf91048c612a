package io.github.cordonfs.conformance;

import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the traces of one file; the format is described in {@code FORMAT.md} beside the traces. */
final class TraceFile {

  private static final Pattern HEADER =
      Pattern.compile("# trace seed=(-?\\d{1,18}) tmpfs huge=(always|never)( .*)?");
  private static final String ARROW = " => ";

  private final Path file;
  private final List<Trace> traces = new ArrayList<>();
  private final List<TraceLine> lines = new ArrayList<>();
  private @Nullable Matcher header;
  private int number;

  private TraceFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @return its traces, at least one
   * @throws TraceFormatException if a line is not as the format wants it
   */
  static List<Trace> read(Path file) throws IOException {
    TraceFile reader = new TraceFile(file);
    // Every byte is a character of this set: what is not text is met as a line of a wrong form.
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      reader.number++;
      reader.add(line);
    }
    reader.endTrace();
    if (reader.traces.isEmpty()) {
      throw new TraceFormatException(file.toString(), "there is no trace in this file");
    }
    return reader.traces;
  }

  private void add(String line) {
    if (line.startsWith("#")) {
      endTrace();
      header = header(line);
    } else if (header == null) {
      throw malformed("an operation before the first \"# trace\" line", line);
    } else {
      lines.add(operation(line));
    }
  }

  private Matcher header(String line) {
    Matcher matcher = HEADER.matcher(line);
    if (!matcher.matches()) {
      throw malformed("not \"# trace seed=N tmpfs huge=always|never\"", line);
    }
    return matcher;
  }

  private void endTrace() {
    if (header != null) {
      HugePolicy huge = header.group(2).equals("always") ? HugePolicy.ALWAYS : HugePolicy.NEVER;
      long seed = Long.parseLong(header.group(1));
      traces.add(new Trace(file.getFileName().toString(), seed, huge, lines));
      lines.clear();
    }
  }

  private TraceLine operation(String line) {
    int arrow = line.indexOf(ARROW);
    if (arrow < 0) {
      throw malformed("no result: \"" + ARROW.strip() + "\" is missing", line);
    }
    List<String> words = Arrays.asList(line.substring(0, arrow).split(" ", -1));
    String result = line.substring(arrow + ARROW.length());
    Operation operation =
        Operation.named(words.getFirst()).orElseThrow(() -> malformed("no such operation", line));
    List<String> arguments = words.subList(1, words.size());
    if (arguments.size() != operation.argumentCount()) {
      throw malformed(operation.argumentCount() + " arguments are needed", line);
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!operation.acceptsArgument(i, arguments.get(i))) {
        throw malformed("argument " + (i + 1) + " has the wrong form", line);
      }
    }
    if (!operation.acceptsResult(result)) {
      throw malformed("the result has the wrong form", line);
    }
    return new TraceLine(number, operation, arguments, result);
  }

  private TraceFormatException malformed(String problem, String line) {
    return new TraceFormatException(file + ":" + number, problem + ": " + line);
  }
}
