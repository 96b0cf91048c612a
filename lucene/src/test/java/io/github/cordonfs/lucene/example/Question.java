package io.github.cordonfs.lucene.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;

/**
 * Something to ask the index.
 *
 * @param name what is asked
 * @param answer what the index says, in full: documents, scores, sort values, stored fields
 */
record Question(String name, Answer answer) {

  /** Asks a reader. */
  @FunctionalInterface
  interface Answer {
    String from(IndexReader reader) throws IOException;
  }

  private static final int TOP = 10;

  private static final List<String> WORDS =
      List.of(
          "segment",
          "codec",
          "postings",
          "automaton",
          "merge",
          "score",
          "bitset",
          "vector",
          "checksum",
          "tokenizer",
          "polygon",
          "wildcard",
          "deprecated",
          "nightly",
          "hppc",
          "levenshtein",
          "return",
          "public",
          "zigzag",
          "quantized");

  private static final List<List<String>> PHRASES =
      List.of(
          List.of("doc", "values"),
          List.of("number", "of", "documents"),
          List.of("under", "the", "license"),
          List.of("index", "writer"),
          List.of("must", "be", "positive"),
          List.of("read", "past", "eof"),
          List.of("thread", "safe"),
          List.of("this", "method", "is", "not"));

  private static final List<String> FILES =
      List.of(
          "org/apache/lucene/store/IndexInput.java",
          "org/apache/lucene/util/fst/FST.java",
          "org/apache/lucene/geo/Tessellator.java",
          "org/apache/lucene/tests/util/TestUtil.java");

  /** Returns the questions: always the same, of every kind that an index answers. */
  static List<Question> all() {
    List<Question> all = new ArrayList<>();
    for (String word : WORDS) {
      all.add(search("term " + word, term(word), Sort.RELEVANCE));
      all.add(count("count " + word, term(word)));
    }
    for (List<String> words : PHRASES) {
      all.add(search("phrase " + words, phrase(words), Sort.RELEVANCE));
    }
    for (int line = 1; line < 3000; line += 450) {
      Query range = IntField.newRangeQuery(SourceIndex.LINE, line, line + 40);
      all.add(search("lines from " + line, range, byLength()));
      all.add(search("lines from " + line + " with return", both(range, term("return")), byFile()));
    }
    for (String file : FILES) {
      Query inFile = new TermQuery(new Term(SourceIndex.FILE, file));
      all.add(search("in " + file, inFile, byLength()));
    }
    for (String prefix : List.of("quant", "zig", "tess", "hyper")) {
      all.add(search("prefix " + prefix, new PrefixQuery(body(prefix)), byFile()));
    }
    for (int length = 40; length < 300; length += 90) {
      Query query = NumericDocValuesField.newSlowRangeQuery(SourceIndex.LENGTH, length, length + 3);
      all.add(count("of length " + length, query));
    }
    all.add(search("longest", MatchAllDocsQuery.INSTANCE, byLength()));
    for (String text : List.of("for (int i = 0; i < n; i++) {", "Licensed to the", "@Override")) {
      float[] letters = new Passage("", 1, text).letters();
      Query near = new KnnFloatVectorQuery(SourceIndex.LETTERS, letters, TOP);
      all.add(search("near " + text, near, Sort.RELEVANCE));
    }
    for (int first = 17; first < 100_000; first += 9_000) {
      all.add(stored("stored from " + first, first, 777, 12));
    }
    return all;
  }

  /** Asks for the best hits and their stored fields. */
  static Question search(String name, Query query, Sort sort) {
    return new Question(
        name,
        reader -> {
          TopDocs hits = searcher(reader).search(query, TOP, sort, true);
          StoredFields stored = reader.storedFields();
          StringBuilder answer = new StringBuilder(hits.totalHits.toString());
          for (ScoreDoc hit : hits.scoreDocs) {
            answer.append('\n').append(hit.doc).append(' ').append(hit.score);
            for (Object value : ((FieldDoc) hit).fields) {
              answer.append(' ').append(value);
            }
            answer.append(' ').append(text(stored.document(hit.doc)));
          }
          return answer.toString();
        });
  }

  /** Asks for the number of hits, which looks at every one. */
  static Question count(String name, Query query) {
    return new Question(name, reader -> Integer.toString(searcher(reader).count(query)));
  }

  /** Asks for stored fields, of documents that lie apart. */
  static Question stored(String name, int first, int step, int count) {
    return new Question(
        name,
        reader -> {
          StoredFields stored = reader.storedFields();
          StringBuilder answer = new StringBuilder();
          for (int i = 0; i < count; i++) {
            answer.append(text(stored.document((first + i * step) % reader.maxDoc())));
          }
          return answer.toString();
        });
  }

  private static String text(Document document) {
    return document.get(SourceIndex.FILE)
        + ':'
        + document.get(SourceIndex.LINE)
        + ' '
        + document.get(SourceIndex.BODY);
  }

  /** Without a cache: every question reads. */
  private static IndexSearcher searcher(IndexReader reader) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return searcher;
  }

  static Query term(String word) {
    return new TermQuery(body(word));
  }

  static Query phrase(List<String> words) {
    return new PhraseQuery(SourceIndex.BODY, words.toArray(String[]::new));
  }

  static Sort byLength() {
    return new Sort(new SortField(SourceIndex.LENGTH, SortField.Type.LONG, true));
  }

  static Sort byFile() {
    return new Sort(
        new SortField(SourceIndex.FILE, SortField.Type.STRING),
        IntField.newSortField(SourceIndex.LINE, false, SortedNumericSelector.Type.MIN));
  }

  private static Query both(Query one, Query other) {
    return new BooleanQuery.Builder()
        .add(one, BooleanClause.Occur.FILTER)
        .add(other, BooleanClause.Occur.MUST)
        .build();
  }

  private static Term body(String word) {
    return new Term(SourceIndex.BODY, word);
  }
}
