package io.github.cordonfs.lucene.example;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.lucene.CordonDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;

/**
 * An index on Cordon of which everything is known: a copy of every file, the right answer to every
 * question, and the pages that finding it reads.
 */
final class KnownIndex {

  /**
   * What is known of a question.
   *
   * @param question what is asked
   * @param answer the right one
   * @param pages that are read for it once a reader is open
   */
  record Known(Question question, String answer, Set<Page> pages) {

    /** Returns whether some of the pages are among those that are read. */
    boolean reads(Collection<Page> some) {
      return !Collections.disjoint(pages, some);
    }
  }

  private final Path path;
  private final MemoryFailures failures;
  private final int documents;
  private final Map<String, byte[]> copies = new TreeMap<>();
  private final List<Known> questions = new ArrayList<>();

  /** Builds the index in a directory of a file system made with injection. */
  KnownIndex(Path path) throws IOException {
    this.path = path;
    this.failures = CordonFileSystem.of(path.getFileSystem()).memoryFailures();
    try (CordonDirectory directory = CordonDirectory.open(path)) {
      documents = SourceIndex.write(directory);
      for (String name : directory.listAll()) {
        copies.put(name, Files.readAllBytes(path.resolve(name)));
      }
      RecordingDirectory recording = new RecordingDirectory(directory);
      try (DirectoryReader reader = DirectoryReader.open(recording)) {
        for (Question question : Question.all()) {
          recording.take();
          String answer = question.answer().from(reader);
          questions.add(new Known(question, answer, recording.take()));
        }
      }
    }
  }

  Path path() {
    return path;
  }

  /** Returns the number of documents. */
  int documents() {
    return documents;
  }

  /** Returns the content of every file, by name. */
  Map<String, byte[]> copies() {
    return copies;
  }

  List<Known> questions() {
    return questions;
  }

  /** Returns the names of the files with content, by their kind: the extension. */
  Map<String, List<String>> filesByKind() {
    Map<String, List<String>> kinds = new TreeMap<>();
    copies.forEach((name, content) -> {
      if (content.length > 0) {
        String kind = name.substring(name.indexOf('.') + 1);
        kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(name);
      }
    });
    return kinds;
  }

  /** Chooses pages of some files: of each file some that questions read, and some of all. */
  List<Page> choose(Collection<String> files, int ofEach, Random random) {
    Set<Page> chosen = new LinkedHashSet<>();
    for (String file : files) {
      List<Page> read =
          questions.stream()
              .flatMap(known -> known.pages().stream())
              .filter(page -> page.file().equals(file))
              .distinct()
              .toList();
      for (int i = 0; i < ofEach; i++) {
        if (!read.isEmpty()) {
          chosen.add(read.get(random.nextInt(read.size())));
        }
        chosen.add(Page.of(file, random.nextInt(copies.get(file).length)));
      }
    }
    return List.copyOf(chosen);
  }

  /** Fails the memory of pages. */
  void strike(Collection<Page> pages) throws IOException {
    for (Page page : pages) {
      failures.strike(path.resolve(page.file()), page.offset());
    }
  }

  /** Rebuilds pages from the copies. */
  void restore(Collection<Page> pages) throws IOException {
    for (Page page : pages) {
      byte[] content = copies.get(page.file());
      ByteRange range = page.range(content.length);
      ByteBuffer bytes = ByteBuffer.wrap(content, (int) range.offset(), (int) range.length());
      failures.restore(path.resolve(page.file()), range, bytes);
    }
  }

  /** Returns the ranges of pages, by file, as {@link CordonDirectory#badFiles} does. */
  Map<String, List<ByteRange>> ranges(Collection<Page> pages) {
    Map<String, List<ByteRange>> ranges = new LinkedHashMap<>();
    pages.stream()
        .sorted((a, b) -> Long.compare(a.index(), b.index()))
        .forEach(page -> join(ranges, page));
    return ranges;
  }

  private void join(Map<String, List<ByteRange>> ranges, Page page) {
    ByteRange range = page.range(copies.get(page.file()).length);
    List<ByteRange> of = ranges.computeIfAbsent(page.file(), _ -> new ArrayList<>());
    if (!of.isEmpty() && of.getLast().end() == range.offset()) {
      ByteRange before = of.removeLast();
      of.add(new ByteRange(before.offset(), before.length() + range.length()));
    } else {
      of.add(range);
    }
  }
}
