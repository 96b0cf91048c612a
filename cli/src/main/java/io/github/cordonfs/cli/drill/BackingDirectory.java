package io.github.cordonfs.cli.drill;

import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The option {@code --backing} of {@code cordon drill}: what goes with it, and with it only. */
final class BackingDirectory {

  /** A mount is used through channels here. */
  private static final List<String> REFUSED =
      List.of(
          "--mapped-readers",
          "--mapped-writers",
          "--soft-offlines",
          "--no-collapse",
          "--huge",
          "--poison");

  private BackingDirectory() {}

  /**
   * Returns what is wrong with a command line that has {@code --backing}, or null.
   *
   * @param directory what it names
   * @param paths given beside it
   * @param writable whether it is to be written
   * @param given everything that was given
   */
  static @Nullable String mistake(
      Path directory, List<Path> paths, boolean writable, ParseResult given) {
    if (!paths.isEmpty()) {
      return "--backing mounts a directory instead of loading files: leave out " + paths.getFirst();
    }
    for (String option : REFUSED) {
      if (given.hasMatchedOption(option) && !(writable && option.equals("--poison"))) {
        return option
            + " means nothing with --backing: "
            + (writable
                ? "files are read and written through channels"
                : "the directory is mounted read-only, and what fails is read again");
      }
    }
    return problem(directory, writable);
  }

  /** Returns why a directory cannot be read, or written, or null. */
  private static @Nullable String problem(Path directory, boolean writable) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      return "--backing: not a directory: " + directory;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (writable) {
        return Files.isWritable(directory) ? null : "--backing: cannot write to " + directory;
      }
      return entries.iterator().hasNext()
          ? null
          : "--backing: the directory is empty: " + directory;
    } catch (IOException e) {
      return "--backing: cannot read " + directory + ": " + Reason.of(e);
    }
  }
}
