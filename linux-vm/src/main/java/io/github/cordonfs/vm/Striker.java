package io.github.cordonfs.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Has the {@link Injector} of this machine poison pages. For one thread; one at a time in the
 * machine.
 */
final class Striker implements AutoCloseable {

  /**
   * What the kernel did.
   *
   * @param physicalPage the number of the page
   * @param refusal what the kernel said against it; empty if it did what it was asked to
   */
  record Answer(long physicalPage, String refusal) {
    boolean done() {
      return refusal.isEmpty();
    }
  }

  private static final Path REQUESTS = Path.of("/tmp/requests");
  private static final Path ANSWERS = Path.of("/tmp/answers");

  private final Path memory;
  private final BufferedReader from;
  private final Writer to;

  /**
   * Strikes a file.
   *
   * @param memory of any file system that a process can map
   */
  Striker(Path memory) throws IOException {
    this.memory = memory;
    to = Files.newBufferedWriter(REQUESTS, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    from = Files.newBufferedReader(ANSWERS, StandardCharsets.US_ASCII);
  }

  /** Strikes the memory of the one file system of Cordon that this process has. */
  static Striker ofCordon() throws IOException {
    return new Striker(memoryOf(ProcessHandle.current().pid()));
  }

  /** Returns the name under /proc of the memory file of Cordon in a process. */
  private static Path memoryOf(long pid) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : open) {
        if (Files.isSymbolicLink(each)
            && Files.readSymbolicLink(each).toString().startsWith("/memfd:cordon (")) {
          return each;
        }
      }
    }
    throw new IOException("process " + pid + " has no memory file of Cordon");
  }

  /**
   * Has something done to a page.
   *
   * @param page number of the page in the memory; of Cordon's, that is the number of the frame
   */
  Answer inject(Door door, long page) throws IOException {
    to.write(door + " " + page * PageContent.BYTES + " " + memory + "\n");
    to.flush();
    String line = from.readLine();
    if (line == null) {
      throw new IOException("the injector died");
    }
    int space = line.indexOf(' ');
    String said = line.substring(space + 1);
    return new Answer(Long.parseLong(line.substring(0, space)), said.equals("ok") ? "" : said);
  }

  @Override
  public void close() throws IOException {
    to.close();
    from.close();
  }
}
