package io.github.cordonfs.vm.record;

import io.github.cordonfs.vm.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records random traces, each on a tmpfs of its own, and prints them. */
public final class Recorder {

  /** What every line of a trace is printed behind. */
  private static final String PREFIX = "TRACE ";

  private static final Path PLACE = Path.of("/tmp/traced");

  private Recorder() {}

  /**
   * Records.
   *
   * @param first the first seed
   * @param last the last one
   * @param huge whether the tmpfs has huge pages
   * @param kernel release of the kernel
   */
  public static void record(long first, long last, boolean huge, String kernel)
      throws IOException, InterruptedException {
    Files.createDirectories(PLACE);
    String option = huge ? "huge=always" : "huge=never";
    for (long seed = first; seed <= last; seed++) {
      run("mount", "-t", "tmpfs", "-o", option, "traced", PLACE.toString());
      try {
        System.out.println(
            PREFIX + "# trace seed=" + seed + " tmpfs " + option + " kernel=" + kernel);
        TracedFile files = new TracedFile(PLACE, !huge);
        record(new RandomLines(seed, huge, files::size), files);
      } finally {
        run("umount", PLACE.toString());
      }
    }
  }

  private static void record(RandomLines lines, TracedFile files) throws IOException {
    StringBuilder trace = new StringBuilder();
    for (int number = 0; number < lines.count(); number++) {
      String line = lines.next(number);
      String result;
      try {
        result = perform(line.split(" "), files);
      } catch (Posix.Errno e) {
        result = e.symbol();
      }
      trace.append(PREFIX).append(line).append(" => ").append(result).append('\n');
    }
    System.out.print(trace);
  }

  private static String perform(String[] words, TracedFile files) throws Posix.Errno, IOException {
    return switch (words[0]) {
      case "create" -> files.create(words[1]);
      case "pwrite" ->
          files.write(words[1], number(words[2]), number(words[3]), (int) number(words[4]));
      case "pread" -> files.read(words[1], number(words[2]), number(words[3]));
      case "truncate" -> files.truncate(words[1], number(words[2]));
      case "punch" -> files.punch(words[1], number(words[2]), number(words[3]));
      case "allocate" ->
          files.allocate(words[1], number(words[2]), number(words[3]), words[4].equals("keepsize"));
      case "fsync" -> files.fsync(words[1]);
      case "poison" -> files.poison(words[1], number(words[2]));
      case "softoffline" -> files.softOffline(words[1], number(words[2]));
      case "load" -> files.load(words[1], number(words[2]));
      case "store" -> files.store(words[1], number(words[2]), (int) number(words[3]));
      case "copy" ->
          files.copy(words[1], number(words[2]), words[3], number(words[4]), number(words[5]));
      case "seekdata" -> files.seek(words[1], number(words[2]), true);
      case "seekhole" -> files.seek(words[1], number(words[2]), false);
      case "stat" -> files.stat(words[1]);
      case "rename" -> files.rename(words[1], words[2]);
      case "link" -> files.link(words[1], words[2]);
      case "unlink" -> files.unlink(words[1]);
      case "dropcaches" -> TracedFile.dropCaches();
      default -> throw new IllegalStateException(words[0]);
    };
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }
}
