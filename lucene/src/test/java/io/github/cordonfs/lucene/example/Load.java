package io.github.cordonfs.lucene.example;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;

/** One kind of work that a search engine does with an index; mostly one kind of its files. */
enum Load {
  /** Postings: the ten best hits of a word. */
  TERM {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      return searcher.search(Question.term(pick(WORDS, i)), TOP).scoreDocs.length;
    }
  },

  /** Postings with positions: the ten best hits of a phrase. */
  PHRASE {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      return searcher.search(Question.phrase(pick(PHRASES, i)), TOP).scoreDocs.length;
    }
  },

  /** Doc values: the ten longest passages with a word. */
  SORT {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      Query query = Question.term(pick(WORDS, i));
      return searcher.search(query, TOP, Question.byLength()).scoreDocs.length;
    }
  },

  /** Doc values of every passage, one after the other. */
  SCAN {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      int least = 40 + 90 * (i % 3);
      return searcher.count(
          NumericDocValuesField.newSlowRangeQuery(SourceIndex.LENGTH, least, least + 3));
    }
  },

  /** Points: how many passages begin in a range of lines. */
  RANGE {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      int line = 1 + 450 * (i % 7);
      return searcher.count(IntField.newRangeQuery(SourceIndex.LINE, line, line + 40));
    }
  },

  /** Stored fields of ten passages that lie apart. */
  STORED {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      IndexReader reader = searcher.getIndexReader();
      StoredFields stored = reader.storedFields();
      long characters = 0;
      for (int j = 0; j < TOP; j++) {
        int document = (int) ((i * 7919L + j * 10_007L) % reader.maxDoc());
        characters += stored.document(document).get(SourceIndex.BODY).length();
      }
      return characters;
    }
  },

  /** Vectors: the ten passages nearest to a text. */
  NEAR {
    @Override
    long work(IndexSearcher searcher, int i) throws IOException {
      float[] letters = new Passage("", 1, pick(WORDS, i)).letters();
      Query query = new KnnFloatVectorQuery(SourceIndex.LETTERS, letters, TOP);
      return searcher.search(query, TOP).scoreDocs.length;
    }
  };

  private static final int TOP = 10;

  private static final List<String> WORDS =
      List.of("segment", "codec", "postings", "merge", "score", "vector", "return", "public");

  private static final List<List<String>> PHRASES =
      List.of(
          List.of("doc", "values"),
          List.of("number", "of", "documents"),
          List.of("index", "writer"),
          List.of("this", "method", "is", "not"));

  private static <T> T pick(List<T> from, int i) {
    return from.get(i % from.size());
  }

  /**
   * Does a piece of the work.
   *
   * @param i which piece, from 0
   * @return something that depends on all of it
   */
  abstract long work(IndexSearcher searcher, int i) throws IOException;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
