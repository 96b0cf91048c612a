package io.github.cordonfs.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts an {@link Injector} for this process and has it poison frames. For one thread. Cordon's
 * file system must exist, and be the only one.
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

  private final Process process;
  private final BufferedReader from;
  private final Writer to;

  Striker() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "injector",
                Long.toString(ProcessHandle.current().pid()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
    if (!"ready".equals(from.readLine())) {
      throw new IOException("the injector does not start");
    }
  }

  /**
   * Has something done to a frame of Cordon's.
   *
   * @param frame number of the frame
   */
  Answer inject(Door door, int frame) throws IOException {
    to.write(door + " " + (long) frame * PageContent.BYTES + "\n");
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
    process.onExit().join();
  }
}
