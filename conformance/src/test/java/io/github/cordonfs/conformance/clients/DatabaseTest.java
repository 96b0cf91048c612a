package io.github.cordonfs.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
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

  @Test
  @Tag("S101")
  @Tag("S102")
  void aDatabaseOnTheDiskIsReadThroughThePageCacheWhateverFailsThere(@TempDir Path directory)
      throws Exception {
    Path database = Files.createDirectory(directory.resolve("shown"));
    try (var connection = DriverManager.getConnection("jdbc:h2:file:" + database.resolve("db"));
        Statement statement = connection.createStatement()) {
      statement.execute("create table t(id int primary key, v varchar(200))");
      statement.execute("insert into t select x, 'row ' || x from system_range(0, 19999)");
    }
    byte[] before = Files.readAllBytes(database.resolve("db.mv.db"));
    String output =
        ChildJvm.run(
            directory.resolve("output"),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.nio.file.spi.DefaultFileSystemProvider="
                + "io.github.cordonfs.overlay.OverlayFileSystemProvider",
            "-Dcordon.overlay=" + database,
            "-Dcordon.overlay.backing=true",
            "-Dcordon.overlay.size=64m",
            "-Dcordon.overlay.injection=true",
            "--class-path",
            System.getProperty("java.class.path"),
            DiskDatabaseProgram.class.getName(),
            database.toString());
    assertThat(output)
        .isEqualTo(
            """
            rows: 20000
            in the page cache: true
            rows after failures: 20000
            lost: []
            refused
            """);
    assertThat(Files.readAllBytes(database.resolve("db.mv.db"))).isEqualTo(before);
  }
}
