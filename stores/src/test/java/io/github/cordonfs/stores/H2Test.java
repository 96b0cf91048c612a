package io.github.cordonfs.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.PowerCutExploration;
import io.github.cordonfs.testkit.powercut.PowerCutReport;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.nio.file.FileSystem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What power cuts leave of a database of H2. */
class H2Test {

  /** What is done with a database. */
  private interface Session {
    void run(Statement statement) throws Exception;
  }

  @Test
  void whatACheckpointSyncedIsThereIfThePagesOfTheDiskAreAtomic() throws Exception {
    PowerCutReport report = explore(true).tornWrites(false).run();
    assertThat(report.failures()).as("%s", report.failures()).isEmpty();
    assertThat(report.limited()).isFalse();
    assertThat(report.checked()).isGreaterThan(100);
  }

  /**
   * The checksums of a chunk are those of its header and footer: one whose middle did not reach the
   * disk is taken for whole.
   */
  @Test
  void aTornWriteMayChangeWhatACheckpointSynced() throws Exception {
    PowerCutReport report = explore(true).run();
    assertThat(report.failures())
        .singleElement()
        .satisfies(each -> assertThat(each.code()).contains(".t"))
        .satisfies(each -> assertThat(each.toString()).contains("promised: row 0"));
  }

  /** As its documentation says of durability. */
  @Test
  void aCommitAloneIsNotDurable() throws Exception {
    PowerCutReport report = explore(false).tornWrites(false).run();
    assertThat(report.failures()).singleElement().asString().contains("promised: row 0");
  }

  private static PowerCutExploration explore(boolean synced) {
    return Explore.powerCuts(disk -> insert(disk, synced), H2Test::recover)
        .given(disk ->
            in(
                disk.fileSystem(),
                statement ->
                    statement.execute("create table t(id int primary key, v varchar(2000))")))
        .random(5, 1)
        .maxStates(2000)
        .forces(false);
  }

  private static void insert(TestDisk disk, boolean synced) throws Exception {
    in(
        disk.fileSystem(),
        statement -> {
          for (int i = 0; i < 4; i++) {
            statement.execute("insert into t values(" + i + ", repeat('row " + i + "', 200))");
            if (synced) {
              statement.execute("checkpoint sync");
            }
            disk.promise("row " + i);
          }
        });
  }

  private static void recover(CrashedDisk disk) throws Exception {
    in(
        disk.fileSystem(),
        statement -> {
          try (ResultSet rows = statement.executeQuery("select id, v from t order by id")) {
            int found = 0;
            while (rows.next()) {
              assertThat(rows.getInt(1)).isEqualTo(found);
              assertThat(rows.getString(2)).isEqualTo(("row " + found).repeat(200));
              found++;
            }
            assertThat(found).isGreaterThanOrEqualTo(disk.promises().size());
          }
        });
  }

  private static void in(FileSystem fileSystem, Session session) throws Exception {
    String prefix = NioFilePath.mount(fileSystem);
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:" + prefix + "/db;WRITE_DELAY=0");
        Statement statement = connection.createStatement()) {
      session.run(statement);
    } finally {
      NioFilePath.unmount(prefix);
    }
  }
}
