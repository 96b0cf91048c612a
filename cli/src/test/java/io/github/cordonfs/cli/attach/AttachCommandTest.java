package io.github.cordonfs.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.CommandRun;
import io.github.cordonfs.monitor.CordonMonitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is told of a JVM beside this one. */
class AttachCommandTest {

  private static final ObjectName CHILD = name();

  private static Process child;
  private static String pid;

  @BeforeAll
  static void start() throws IOException {
    child = child();
    pid = Long.toString(child.pid());
  }

  private static Process child(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ChildFileSystem.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
    return process;
  }

  private static ObjectName name() {
    try {
      return new ObjectName("io.github.cordonfs:type=FileSystem,name=child");
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void stop() {
    child.destroyForcibly();
  }

  @Test
  void aRunningJvmIsTold() {
    CommandRun run = CommandRun.of("attach", pid);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("child: 20.0 KiB used of 16.0 MiB")
        .contains("failures: 0 hardware, 0 scrub, 1 injected; data lost now: 4.0 KiB")
        .contains("  read: 0 bytes, written: 19.5 KiB\n")
        .doesNotContain("mount:")
        .contains("lost: /data\\u0007 [4096, 8192)");
  }

  @Test
  void jsonHasTheSame() {
    CommandRun run = CommandRun.of("attach", pid, "--json");
    assertThat(run.out())
        .contains("\"name\": \"child\"", "\"dataLostBytes\": 4096", "\"offset\": 4096")
        .contains("\"bytesRead\": 0", "\"bytesWritten\": 20000", "\"readHits\": 0");
  }

  @Test
  void readsOfAMountOfAnotherJvmAreHitsAndMisses(@TempDir Path directory) throws Exception {
    Process mounted = child(directory.toString());
    String its = Long.toString(mounted.pid());
    try {
      CommandRun run = CommandRun.of("attach", its);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("  read: 400 bytes, written: 4.0 KiB\n")
          .contains("  mount: 75.0 % of 4 reads found in memory, 1 reads of the store");
      assertThat(CommandRun.of("attach", its, "--json").out())
          .contains("\"bytesRead\": 400", "\"bytesWritten\": 4096")
          .contains("\"readHits\": 3", "\"readMisses\": 1", "\"storeReads\": 1")
          .contains("\"unwrittenBytes\": ");
      try (RunningJvm jvm = RunningJvm.connect(its);
          CordonMonitor monitor = CordonMonitor.builder(jvm.connection(), CHILD).start();
          HttpClient client = HttpClient.newHttpClient()) {
        assertThat(get(client, monitor.uri().resolve("/api/state")))
            .contains("\"bytesRead\":400", "\"bytesWritten\":4096")
            .contains("\"readHits\":3", "\"readMisses\":1", "\"storeReads\":1");
      }
    } finally {
      mounted.destroyForcibly();
    }
  }

  @Test
  void watchingLooksAgainUntilTheJvmIsGone() throws Exception {
    Process watched = child();
    CommandLine command = new CommandLine(new AttachCommand());
    // It ends the JVM after the third look.
    StringWriter out =
        new StringWriter() {
          @Override
          public void flush() {
            if (toString().split("child: ", -1).length > 3) {
              watched.destroyForcibly();
            }
          }
        };
    StringWriter err = new StringWriter();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    try {
      int exitCode = command.execute(Long.toString(watched.pid()), "--watch=10ms");
      assertThat(out.toString().split("child: ", -1).length).isGreaterThan(3);
      assertThat(out.toString())
          .contains("  read: 0 bytes, written: 19.5 KiB\n")
          .contains("  read: 0 bytes (0 bytes/s), written: 19.5 KiB (0 bytes/s)\n");
      assertThat(exitCode).as(err.toString()).isEqualTo(3);
      assertThat(err.toString()).contains("does not answer any more").hasLineCount(1);
    } finally {
      watched.destroyForcibly();
    }
  }

  @Test
  void whoCannotBeReachedIsSaidInOneLine() throws IOException {
    CommandRun none = CommandRun.of("attach", "999999999");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("there is no process 999999999").hasLineCount(1);
    CommandRun odd = CommandRun.of("attach", "what is this");
    assertThat(odd.exitCode()).isEqualTo(2);
    assertThat(odd.err()).contains("neither the number of a process nor HOST:PORT").hasLineCount(1);
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    CommandRun nobody = CommandRun.of("attach", "127.0.0.1:" + closed);
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("no JMX agent answers at 127.0.0.1").hasLineCount(1);
    assertThat(CommandRun.of("monitor", "999999999").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("monitor", pid, "--name=other").err())
        .contains("there is no file system 'other'; there are: child")
        .hasLineCount(1);
    assertThat(CommandRun.of("monitor", pid, "--port=70000").exitCode()).isEqualTo(2);
  }

  @Test
  void aJvmWithoutCordonIsSaidSo() throws IOException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(), "-s", "-")
            .redirectErrorStream(true)
            .start();
    try {
      CommandRun run = CommandRun.of("attach", Long.toString(other.pid()));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("has no file system of Cordon open").hasLineCount(1);
    } finally {
      other.descendants().forEach(ProcessHandle::destroyForcibly);
      other.destroyForcibly();
    }
  }

  @Test
  void thePageOfAnotherJvmIsServed() throws Exception {
    try (RunningJvm jvm = RunningJvm.connect(pid);
        CordonMonitor monitor = CordonMonitor.builder(jvm.connection(), CHILD).start();
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = monitor.uri();
      assertThat(get(client, uri.resolve("/api/pool")))
          .contains("\"frames\":4096", "\"injection\":false");
      assertThat(get(client, uri.resolve("/api/files")))
          .contains("/data\\u0007", "\"offset\":4096");
      assertThat(get(client, uri.resolve("/api/blocks?only=failed"))).contains("\"block\":");
      assertThat(get(client, uri.resolve("/api/find?path=/data%07"))).contains("\"pages\":5");
      assertThat(get(client, uri.resolve("/api/state")))
          .contains("\"bytesRead\":0", "\"bytesWritten\":20000", "\"readHits\":null");
      CommandRun taken = CommandRun.of("monitor", pid, "--port=" + monitor.port());
      assertThat(taken.exitCode()).isEqualTo(2);
      assertThat(taken.err()).contains("cannot listen on").hasLineCount(1);
    }
  }

  private static String get(HttpClient client, URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }
}
