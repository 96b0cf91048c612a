package io.github.cordonfs.conformance;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.CordonFileChannel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Follows a deliberate difference that shows only later. When it would show, what Cordon is to do
 * instead is checked, and then the file gets the content that it has on Linux: the lines that
 * follow meet the state they were recorded in.
 */
abstract class Aftermath {

  final FileSystem fs;

  /** Size of the file that a line changes, before it is performed. */
  private long sizeBefore;

  Aftermath(FileSystem fs) {
    this.fs = fs;
  }

  /** Is told of each line before it is performed. */
  final void before(TraceLine line) throws IOException {
    Path file = line.changedFile(fs);
    if (Files.exists(file)) {
      sizeBefore = Files.size(file);
      look(file, line);
    }
  }

  /**
   * Is told of each line afterwards.
   *
   * @param given the verdict so far
   * @return DELIBERATE if the difference would have shown, and Cordon did as it is to do; DIFFERENT
   *     if it did not; but not better than the verdict that was given
   */
  final Verdict after(TraceLine line, Verdict given) throws IOException {
    Path file = line.changedFile(fs);
    if (line.failed() || !Files.exists(file)) {
      return given;
    }
    return Verdict.worst(given, follow(file, line));
  }

  /** Looks at a file before an operation changes it. */
  void look(Path file, TraceLine line) throws IOException {}

  /** Follows an operation that succeeded on Linux. */
  abstract Verdict follow(Path file, TraceLine line) throws IOException;

  /**
   * Tells whether an operation is a truncate that does not extend the file. On Linux it takes away
   * all that lies behind the new end, also what the file did not show.
   */
  final boolean isCut(TraceLine line) {
    return line.operation() == Operation.TRUNCATE && line.value(1) <= sizeBefore;
  }

  static CordonFileChannel open(Path file) throws IOException {
    return CordonFileChannel.of(FileChannel.open(file, READ, WRITE));
  }
}
