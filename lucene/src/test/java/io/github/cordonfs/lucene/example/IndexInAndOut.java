package io.github.cordonfs.lucene.example;

// --- docs/lucene.md ---
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.lucene.CordonDirectory;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;

public class IndexInAndOut {
  public static void main(String[] args) throws IOException {
    Path temporary = Files.createTempDirectory("index");
    try (Directory disk = FSDirectory.open(temporary.resolve("old"));
        Directory backup = FSDirectory.open(temporary.resolve("new"));
        FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size("64m").build());
        Directory cordon = CordonDirectory.open(fs.getPath("/index"))) {
      try (IndexWriter writer = new IndexWriter(disk, new IndexWriterConfig())) {
        writer.addDocument(document("an index on disk"));
      }

      // In: the last commit of an index that nobody writes to.
      copy(DirectoryReader.listCommits(disk).getLast(), cordon);

      var snapshots = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
      IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
      try (IndexWriter writer = new IndexWriter(cordon, config.setIndexDeletionPolicy(snapshots))) {
        writer.addDocument(document("and one more document"));
        writer.commit();

        // Out: a commit that is kept while it is copied; the writer may go on meanwhile.
        IndexCommit commit = snapshots.snapshot();
        try {
          copy(commit, backup);
        } finally {
          snapshots.release(commit);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(backup)) {
        System.out.println(reader.numDocs() + " documents on disk");
      }
    }
  }

  /** Copies a commit into a directory that has no index yet. */
  private static void copy(IndexCommit commit, Directory target) throws IOException {
    List<String> files = new ArrayList<>(commit.getFileNames());
    files.remove(commit.getSegmentsFileName()); // last: it makes the other files an index
    for (String file : files) {
      target.copyFrom(commit.getDirectory(), file, file, IOContext.READONCE);
    }
    target.sync(files);
    String segments = commit.getSegmentsFileName();
    target.copyFrom(commit.getDirectory(), segments, segments, IOContext.READONCE);
    target.sync(List.of(segments));
    target.syncMetaData();
  }

  private static Document document(String body) {
    Document document = new Document();
    document.add(new TextField("body", body, Field.Store.YES));
    return document;
  }
}
