package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.Main;
import io.github.cordonfs.cli.drill.load.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that may not call native code: Cordon works in plain memory, where nothing is mapped. */
class PlainMemoryTest {

  @TempDir Path temp;

  @Test
  void whereFilesCannotBeMappedTheDrillSaysSoAndGoesOn() throws IOException, InterruptedException {
    SampleFiles.create(temp.resolve("data"));
    Path out = temp.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "drill",
                temp.resolve("data").toString(),
                "--duration=100ms",
                "--strikes=20")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String text = Files.readString(out);
      assertThat(process.exitValue()).as(text).isZero();
      assertThat(text)
          .contains(
              "skipped mapped readers and writers: mapping needs Linux",
              "; 0 bytes went through mappings");
    } finally {
      process.destroyForcibly();
    }
  }
}
