package io.github.cordonfs.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.PowerCutReport;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;

/** Two commits of the Lucene that it was loaded with, and power cuts during them. */
public final class LuceneCommits implements Callable<PowerCutReport> {

  @Override
  public PowerCutReport call() throws Exception {
    return Explore.powerCuts(LuceneCommits::index, LuceneCommits::recover)
        .given(disk -> Files.createDirectory(disk.root().resolve("index")))
        .random(5, 1)
        .maxStates(1500)
        .forces(false)
        .run();
  }

  private static void index(TestDisk disk) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(null)
            .setMergeScheduler(new SerialMergeScheduler())
            .setUseCompoundFile(true);
    try (Directory directory = open(disk.root().resolve("index"));
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 2; i++) {
        Document document = new Document();
        document.add(new StringField("id", "" + i, Field.Store.YES));
        writer.addDocuments(List.of(document));
        writer.commit();
        disk.promise("" + i);
      }
    }
  }

  /** Every commit that was promised is there, and the index can be read. */
  private static void recover(CrashedDisk disk) throws IOException {
    if (disk.promises().isEmpty()) {
      return;
    }
    try (Directory directory = open(disk.root().resolve("index"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.numDocs()).isGreaterThanOrEqualTo(disk.promises().size());
    }
  }

  private static Directory open(Path path) throws IOException {
    return new NIOFSDirectory(path, NoLockFactory.INSTANCE);
  }
}
