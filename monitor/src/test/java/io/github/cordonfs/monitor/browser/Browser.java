package io.github.cordonfs.monitor.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window, with a profile of its own that is deleted with it. */
final class Browser implements AutoCloseable {

  private static final String PREFIX = "DevTools listening on ";

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  private Browser(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /** Starts one. */
  static Browser start() throws IOException {
    Path profile = Files.createTempDirectory("cordon-browser");
    List<String> command = new ArrayList<>(List.of(executable()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("DBUS_SESSION_BUS_ADDRESS");
    Process process = builder.start();
    BufferedReader errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.startsWith(PREFIX)) {
        // Its complaints about a machine without a desktop are of no interest.
        Thread.ofVirtual().start(() -> drain(errors));
        DevTools tools = DevTools.connect(URI.create(line.substring(PREFIX.length())));
        return new Browser(process, profile, tools);
      }
    }
    throw new IOException("chromium did not start");
  }

  private static void drain(BufferedReader errors) {
    try {
      while (errors.readLine() != null) {
        // On to the next.
      }
    } catch (IOException _) {
      // It is over.
    }
  }

  private static String executable() throws IOException {
    for (String name : new String[] {"chromium", "chromium-browser", "google-chrome"}) {
      for (String directory : System.getenv("PATH").split(":", -1)) {
        if (Files.isExecutable(Path.of(directory, name))) {
          return directory + "/" + name;
        }
      }
    }
    throw new IOException(
        "there is no chromium; monitor/scripts/browser installs it and runs this");
  }

  /** Opens a tab. */
  Tab open(int width, int height) throws IOException {
    return Tab.open(tools, width, height);
  }

  @Override
  public void close() throws IOException {
    tools.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | java.io.UncheckedIOException _) {
      // A process of it may be dying slowly; the directory is one for temporary files.
    }
  }
}
