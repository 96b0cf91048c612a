package io.github.cordonfs.lucene.example;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.lucene.CordonDirectory;
import io.github.cordonfs.lucene.PoisonedIndexException;
import io.github.cordonfs.lucene.example.KnownIndex.Known;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;

/**
 * What becomes of a search engine when memory fails under its index: builds an index on Cordon,
 * asks it, fails a page here and there, asks again through three kinds of directory, and restores
 * the pages.
 */
final class StruckIndex {

  private static final long SEED = 7;

  private StruckIndex() {}

  public static void main(String[] args) throws IOException {
    CordonOptions options = CordonOptions.builder().size("256m").injection(true).build();
    try (FileSystem fs = Cordon.newFileSystem(options)) {
      Path sound = Files.writeString(fs.getPath("/sound"), "sound");
      long began = System.nanoTime();
      KnownIndex index = new KnownIndex(fs.getPath("/index"));
      System.out.printf(
          "%,d documents in %d files, %d questions answered, in %.1f s%n",
          index.documents(),
          index.copies().size(),
          index.questions().size(),
          (System.nanoTime() - began) / 1e9);
      List<Page> struck = index.choose(dataFiles(index), 1, new Random(SEED));
      System.out.printf("%d pages of it will fail (seed %d)%n%n", struck.size(), SEED);
      try (Directory cordon = CordonDirectory.open(index.path());
          Directory nio = new NIOFSDirectory(index.path());
          Directory mmap = new MMapDirectory(index.path())) {
        for (Directory directory : List.of(cordon, nio, mmap)) {
          show(index, directory, struck, sound);
        }
      }
    }
  }

  /** Without the small files that a reader has read when it is open. */
  private static List<String> dataFiles(KnownIndex index) {
    return index.copies().entrySet().stream()
        .filter(file -> file.getValue().length > Page.BYTES)
        .map(file -> file.getKey())
        .toList();
  }

  private static void show(KnownIndex index, Directory directory, List<Page> struck, Path sound)
      throws IOException {
    System.out.println(directory.getClass().getSimpleName());
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      index.strike(struck);
      List<Asked> asked = ask(index.questions(), reader, sound);
      System.out.printf(
          "  struck:   %d told, of %d that read a lost page; %d right, %d wrong%n",
          asked.stream().filter(Asked::isTold).count(),
          index.questions().stream().filter(known -> known.reads(struck)).count(),
          asked.stream().filter(Asked::right).count(),
          asked.stream().filter(Asked::isWrong).count());
      asked.stream().filter(Asked::isTold).limit(2).forEach(StruckIndex::showFailure);
      index.restore(struck);
      List<Asked> again = ask(index.questions(), reader, sound);
      System.out.printf(
          "  restored: %d right, %d not%n",
          again.stream().filter(Asked::right).count(),
          again.stream().filter(each -> !each.right()).count());
    }
  }

  private static List<Asked> ask(List<Known> questions, DirectoryReader reader, Path sound) {
    return questions.stream().map(known -> Asked.ask(known, reader, sound)).toList();
  }

  private static void showFailure(Asked asked) {
    Throwable failure =
        asked.cause(PoisonedIndexException.class).map(e -> (Throwable) e).orElse(asked.failure());
    System.out.printf(
        "    %s: %s: %s%n",
        asked.known().question().name(), failure.getClass().getSimpleName(), failure.getMessage());
  }
}
