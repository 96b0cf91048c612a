package io.github.cordonfs.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.os.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime with no module but java.base, and Cordon on its class path. */
class SmallRuntimeTest {

  @TempDir private Path directory;

  @Test
  void failuresAreHandledWithoutAFlightRecorderOrJmx() throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules=java.base",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SmallRuntimeChild.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(ChildProcess.endsWithin(100, child)).isTrue();
    assertThat(Files.readString(output)).isEqualTo("RECOVERED\n");
    assertThat(child.exitValue()).isZero();
  }
}
