package io.github.cordonfs.lucene.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.lucene.CordonDirectory;
import io.github.cordonfs.lucene.PoisonedIndexException;
import io.github.cordonfs.lucene.example.KnownIndex.Known;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Memory fails under an index of real documents: who asks for what is lost is told, everybody else
 * gets what they always got, and when the bytes are back so are all answers.
 */
class StruckIndexTest {

  private static final long SEED = Long.getLong("cordon.seed", System.nanoTime());

  private static FileSystem fs;
  private static MemoryFailures failures;
  private static KnownIndex index;
  private static Path sound;

  private final List<Page> struck = new ArrayList<>();

  @BeforeAll
  static void build() throws IOException {
    System.out.println("StruckIndexTest: -Dcordon.seed=" + SEED);
    fs = Cordon.newFileSystem(CordonOptions.builder().size("512m").injection(true).build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    sound = Files.writeString(fs.getPath("/sound"), "sound");
    index = new KnownIndex(fs.getPath("/index"));
  }

  @AfterAll
  static void close() throws IOException {
    fs.close();
    index = null;
  }

  @AfterEach
  void mend() throws IOException {
    index.restore(struck);
    assertThat(failures.badFiles()).isEmpty();
  }

  private void strike(List<Page> pages) throws IOException {
    struck.addAll(pages);
    index.strike(pages);
  }

  private void restore() throws IOException {
    index.restore(struck);
    struck.clear();
  }

  private static List<Asked> ask(DirectoryReader reader) {
    return index.questions().stream().map(known -> Asked.ask(known, reader, sound)).toList();
  }

  @Test
  void theIndexIsLargeAndHasFilesOfEveryKind() {
    assertThat(index.documents()).isGreaterThan(100_000);
    assertThat(index.filesByKind())
        .containsKeys(
            "fdt", "fdx", "nvd", "kdd", "kdi", "doc", "pos", "tim", "tip", "dvd", "vec", "vex",
            "si", "fnm");
    assertThat(index.questions()).allMatch(known -> !known.pages().isEmpty());
    assertThat(index.questions())
        .filteredOn(known -> known.answer().startsWith("0"))
        .extracting(known -> known.question().name())
        .as("questions without an answer")
        .isEmpty();
  }

  @Test
  @Tag("A1")
  @Tag("R7")
  @Tag("S28")
  void ofEachKindOfFileExactlyTheQuestionsThatReadALostPageFailAndNameIt() throws IOException {
    Random random = new Random(SEED);
    int told = 0;
    try (CordonDirectory directory = CordonDirectory.open(index.path())) {
      for (Map.Entry<String, List<String>> kind : index.filesByKind().entrySet()) {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          List<Page> pages = index.choose(kind.getValue(), 2, random);
          strike(pages);
          for (Asked asked : ask(reader)) {
            exactlyTheReadersOf(pages, asked);
            told += asked.isTold() ? 1 : 0;
          }
          assertThat(directory.badFiles()).isEqualTo(index.ranges(pages));
          restore();
          assertThat(ask(reader)).as("restored %s", kind.getKey()).allMatch(Asked::right);
        }
      }
    }
    assertThat(told).isGreaterThan(index.questions().size());
  }

  private static void exactlyTheReadersOf(List<Page> pages, Asked asked) {
    if (asked.known().reads(pages)) {
      assertThat(asked.cause(PoisonedIndexException.class))
          .as(asked.known().question().name())
          .hasValueSatisfying(e -> {
            Page lost = Page.of(e.file(), e.range().offset());
            assertThat(pages).contains(lost);
            assertThat(asked.known().pages()).contains(lost);
            assertThat(e)
                .isInstanceOf(CorruptIndexException.class)
                .hasMessageContaining(index.path().resolve(lost.file()).toString())
                .hasMessageContaining("at offset " + lost.offset());
          });
    } else {
      assertThat(asked.right()).as(asked.known().question().name()).isTrue();
    }
  }

  @Test
  @Tag("A1")
  void throughNiofsDirectoryQuestionsAreRightOrAnIoExceptionNamesTheLostPage() throws IOException {
    Random random = new Random(SEED);
    try (Directory directory = new NIOFSDirectory(index.path())) {
      for (List<String> files : index.filesByKind().values()) {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          List<Page> pages = index.choose(files, 2, random);
          strike(pages);
          for (Asked asked : ask(reader)) {
            String name = asked.known().question().name();
            // It reads up to 1 KiB ahead, and fails for that too.
            if (asked.isTold()) {
              assertThat(asked.cause(IOException.class)).as(name).isPresent();
              assertThat(asked.namedPage().orElseThrow()).as(name).isIn(pages);
            } else {
              assertThat(asked.right()).as(name).isTrue();
              assertThat(asked.known().reads(pages)).as(name).isFalse();
            }
          }
          restore();
          assertThat(ask(reader)).allMatch(Asked::right);
        }
      }
    }
  }

  @Test
  @Tag("A6")
  @Tag("R7")
  void throughMmapDirectoryNoAnswerIsWrongAndTheEventNamesTheFile() throws IOException {
    Random random = new Random(SEED);
    Set<String> named = new TreeSet<>();
    int told = 0;
    try (Directory directory = new MMapDirectory(index.path());
        MemoryFailures.Registration _ = failures.addListener(event -> note(event, named))) {
      for (List<String> files : index.filesByKind().values()) {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          List<Page> pages = index.choose(files, 2, random);
          strike(pages);
          assertThat(named).containsAll(pages.stream().map(Page::file).toList());
          for (Asked asked : ask(reader)) {
            assertThat(asked.isWrong()).as(asked.known().question().name()).isFalse();
            if (!asked.known().reads(pages)) {
              assertThat(asked.right()).as(asked.known().question().name()).isTrue();
            }
            told += asked.isTold() ? 1 : 0;
          }
          restore();
          assertThat(ask(reader)).allMatch(Asked::right);
        }
      }
    }
    assertThat(told).isGreaterThan(0);
  }

  private static void note(MemoryFailureEvent event, Set<String> named) {
    event.paths().forEach(path -> named.add(Path.of(path).getFileName().toString()));
  }

  @Test
  @Tag("A1")
  void aReaderIsNotOpenedOnAnIndexThatLostWhatOpeningReads() throws IOException {
    try (CordonDirectory directory = CordonDirectory.open(index.path())) {
      RecordingDirectory recording = new RecordingDirectory(directory);
      DirectoryReader.open(recording).close();
      Set<Page> read = recording.take();
      assertThat(read).extracting(Page::file).contains("segments_1", "_0.si", "_0.fnm", "_0.fdt");
      for (Page page : read) {
        strike(List.of(page));
        assertThatThrownBy(() -> DirectoryReader.open(directory).close())
            .as("%s", page)
            .isInstanceOfSatisfying(
                PoisonedIndexException.class,
                e -> assertThat(Page.of(e.file(), e.range().offset())).isEqualTo(page));
        restore();
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(ask(reader)).allMatch(Asked::right);
      }
    }
  }

  @Test
  @Tag("A1")
  void theIntegrityCheckOfLuceneFindsEveryLostPage() throws IOException {
    Random random = new Random(SEED);
    try (CordonDirectory directory = CordonDirectory.open(index.path());
        DirectoryReader reader = DirectoryReader.open(directory)) {
      // What a reader keeps no input of has been read for good.
      Set<String> readForGood =
          Set.of(
              "segments_1",
              "si",
              "fnm",
              "fdm",
              "kdm",
              "nvm",
              "tmd",
              "psm",
              "dvm",
              "dvs",
              "vem",
              "vemf");
      for (Map.Entry<String, List<String>> kind : index.filesByKind().entrySet()) {
        if (readForGood.contains(kind.getKey())) {
          continue;
        }
        for (Page page : index.choose(kind.getValue(), 1, random)) {
          strike(List.of(page));
          assertThatThrownBy(() -> checkIntegrity(reader))
              .as("%s", page)
              .isInstanceOfSatisfying(
                  PoisonedIndexException.class,
                  e -> assertThat(Page.of(e.file(), e.range().offset())).isEqualTo(page));
          restore();
        }
      }
      checkIntegrity(reader);
    }
  }

  private static void checkIntegrity(DirectoryReader reader) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      leaf.reader().checkIntegrity();
    }
  }

  @Test
  @Tag("A1")
  @Tag("R7")
  void aMergeOfALostPageFailsAndLosesNothingMore() throws IOException {
    Path copied = fs.getPath("/merged");
    try (CordonDirectory source = CordonDirectory.open(index.path());
        CordonDirectory directory = CordonDirectory.open(copied)) {
      for (String name : index.copies().keySet()) {
        directory.copyFrom(source, name, name, IOContext.DEFAULT);
      }
      Page lost = Page.of("_1.fdt", 700_000);
      failures.strike(copied.resolve(lost.file()), lost.offset());
      IndexWriter writer = new IndexWriter(directory, mergingConfig());
      assertThatThrownBy(() -> writer.forceMerge(1))
          .hasStackTraceContaining("memory failure: 4096 bytes at offset " + lost.offset());
      assertThat(writer.getTragicException()).isInstanceOf(PoisonedIndexException.class);
      assertThat(writer.isOpen()).isFalse();

      byte[] content = index.copies().get(lost.file());
      failures.restore(
          copied.resolve(lost.file()),
          lost.range(content.length),
          ByteBuffer.wrap(content, (int) lost.offset(), Page.BYTES));
      try (IndexWriter again = new IndexWriter(directory, mergingConfig())) {
        again.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(reader.leaves()).hasSize(1);
        for (Known known : index.questions()) {
          // Vectors are looked for in another graph, which may find others.
          if (!known.question().name().startsWith("near")) {
            assertThat(known.question().answer().from(reader)).isEqualTo(known.answer());
          }
        }
      }
      for (String name : directory.listAll()) {
        directory.deleteFile(name);
      }
    }
  }

  private static IndexWriterConfig mergingConfig() {
    IndexWriterConfig config = SourceIndex.config();
    config.setMergePolicy(new LogDocMergePolicy());
    config.setMergeScheduler(new SerialMergeScheduler());
    return config;
  }
}
