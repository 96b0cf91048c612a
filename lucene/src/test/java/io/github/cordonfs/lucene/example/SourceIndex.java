package io.github.cordonfs.lucene.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/**
 * An index of {@link SourceCorpus} with a file of every kind that Lucene has for a field: postings
 * with positions, points, doc values, norms, stored fields, vectors. Three segments, always the
 * same.
 */
final class SourceIndex {

  /** Field: the text. */
  static final String BODY = "body";

  /** Field: the name of the source file. */
  static final String FILE = "file";

  /** Field: the line number. */
  static final String LINE = "line";

  /** Field: the length of the text in characters. */
  static final String LENGTH = "length";

  /** Field, of every twentieth passage: {@link Passage#letters}. */
  static final String LETTERS = "letters";

  private static final int VECTOR_EACH = 20;
  private static final int SEGMENT = 45_000;

  private SourceIndex() {}

  /** Returns how an index like this is written; it is for one writer. */
  static IndexWriterConfig config() {
    IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    config.setUseCompoundFile(false);
    config.setMaxBufferedDocs(SEGMENT);
    config.setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH);
    return config;
  }

  /**
   * Writes the index.
   *
   * @return the number of documents
   */
  static int write(Directory directory) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config())) {
      int[] count = {0};
      SourceCorpus.forEach(passage -> {
        try {
          writer.addDocument(document(passage, count[0]++ % VECTOR_EACH == 0));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      writer.commit();
      return count[0];
    }
  }

  private static Document document(Passage passage, boolean withVector) {
    Document document = new Document();
    document.add(new TextField(BODY, passage.body(), Field.Store.YES));
    document.add(new StringField(FILE, passage.file(), Field.Store.YES));
    document.add(new SortedDocValuesField(FILE, new BytesRef(passage.file())));
    document.add(new IntField(LINE, passage.line(), Field.Store.YES));
    document.add(new NumericDocValuesField(LENGTH, passage.body().length()));
    if (withVector) {
      document.add(new KnnFloatVectorField(LETTERS, passage.letters()));
    }
    return document;
  }
}
