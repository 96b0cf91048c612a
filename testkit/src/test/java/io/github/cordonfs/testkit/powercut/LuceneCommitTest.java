package io.github.cordonfs.testkit.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.junit.jupiter.api.Test;

/** A commit of Lucene is there after a power cut, and needs its forces. */
class LuceneCommitTest {

  private static final int STATES = Boolean.getBoolean("cordon.stress") ? 1500 : 300;

  @Test
  void everyCommitSurvivesEveryPowerCut() throws Exception {
    PowerCutReport report =
        Explore.powerCuts(disk -> index(disk, false), LuceneCommitTest::recover)
            .given(LuceneCommitTest::directory)
            .random(5, 1)
            .maxStates(STATES)
            .forces(false)
            .run();
    assertThat(report.failures()).as("%s", report).isEmpty();
    assertThat(report.checked()).isGreaterThan(100);
  }

  @Test
  void aDiskThatLiesLosesACommitOfLucene() throws Exception {
    PowerCutReport report =
        Explore.powerCuts(disk -> index(disk, true), LuceneCommitTest::recover)
            .given(LuceneCommitTest::directory)
            .random(5, 1)
            .maxStates(STATES)
            .forces(false)
            .run();
    assertThat(report.failures()).hasSize(1);
  }

  /** Lucene forces what is in its directory, and leaves the one above it to whoever made it. */
  @Test
  void theDirectoryOfAnIndexIsForTheApplicationToForce() throws Exception {
    PowerCutReport report =
        Explore.powerCuts(disk -> index(disk, false), LuceneCommitTest::recover)
            .random(0, 1)
            .maxStates(STATES)
            .forces(false)
            .run();
    assertThat(report.failures())
        .singleElement()
        .asString()
        .contains("lost: 1 create directory /index");
  }

  private static void directory(TestDisk disk) throws IOException {
    Files.createDirectory(disk.root().resolve("index"));
  }

  private static void index(TestDisk disk, boolean lying) throws IOException {
    if (lying) {
      disk.faults().on("/index/_*").op(FileOp.FORCE).lie();
    }
    try (Directory directory = open(disk.root().resolve("index"));
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig()
                    .setMergeScheduler(new SerialMergeScheduler())
                    .setUseCompoundFile(true))) {
      for (int i = 0; i < 3; i++) {
        writer.addDocument(List.of(new StringField("id", "" + i, Field.Store.YES)));
        writer.commit();
        disk.promise("" + i);
      }
    }
  }

  private static void recover(CrashedDisk disk) throws IOException {
    Path index = disk.root().resolve("index");
    if (!Files.exists(index) || disk.promises().isEmpty()) {
      assertThat(disk.promises()).isEmpty();
      return;
    }
    try (Directory directory = open(index);
        DirectoryReader reader = DirectoryReader.open(directory);
        CheckIndex check =
            new CheckIndex(directory, NoLockFactory.INSTANCE.obtainLock(directory, "write.lock"))) {
      assertThat(reader.numDocs()).isGreaterThanOrEqualTo(disk.promises().size());
      assertThat(check.checkIndex().clean).isTrue();
    }
  }

  private static Directory open(Path path) throws IOException {
    return new NIOFSDirectory(path, NoLockFactory.INSTANCE);
  }
}
