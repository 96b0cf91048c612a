package io.github.cordonfs.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2, unmodified, on a path that leads into Cordon. */
class DatabaseTest {

  @Test
  void aDatabaseOnAnOverlaidPathTellsOfALostPageAndIsWholeWhenItIsRestored(@TempDir Path directory)
      throws Exception {
    String database = directory.resolve("overlaid").toString();
    String output =
        ChildJvm.run(
            directory.resolve("output"),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.nio.file.spi.DefaultFileSystemProvider="
                + "io.github.cordonfs.overlay.OverlayFileSystemProvider",
            "-Dcordon.overlay=" + database,
            "-Dcordon.overlay.size=128m",
            "-Dcordon.overlay.injection=true",
            "--class-path",
            System.getProperty("java.class.path"),
            DatabaseProgram.class.getName(),
            database);
    assertThat(output)
        .isEqualTo(
            """
            after reopening: all rows
            seen by java.nio and java.io: true false
            told: true
            after restoring: all rows
            """);
  }
}
