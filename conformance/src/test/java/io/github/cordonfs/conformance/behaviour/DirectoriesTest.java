package io.github.cordonfs.conformance.behaviour;

import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.conformance.peers.Outcome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoriesTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.SYMBOLIC_LINKS);
  }

  @Test
  void entriesAreListedAsTheDirectoryWasNamed() throws IOException {
    directory("/d");
    file("/d/a", 1);
    file("/d/b", 1);
    fact("[/d/a, /d/b]", () -> list(path("/d")));
    fact("[/d/./a, /d/./b]", () -> list(path("/d/.")));
    link("/link", path("d"));
    fact("[/link/a, /link/b]", () -> list(path("/link")));
    fact("[/d/b]", () -> list(path("/d"), "[b-z]"));
    fact("[/d/a, /d/b]", () -> list(path("/d"), "{a,b,c*}"));
    fact("NotDirectoryException /d/a", () -> list(path("/d/a")));
    fact(
        "NotDirectoryException /d/a/x",
        () -> list(path("/d/a/x")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /d/a/x"));
    fact("NoSuchFileException /x", () -> list(path("/x")));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static List<Path> list(Path directory, String glob) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(entries::add);
    }
    entries.sort(null);
    return entries;
  }

  @Test
  void aStreamOfADirectoryCanBeUsedOnceUntilItIsClosed() throws IOException {
    directory("/d");
    file("/d/a", 1);
    DirectoryStream<Path> closed;
    Iterator<Path> entries;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("/d"))) {
      closed = stream;
      entries = stream.iterator();
      fact("IllegalStateException", stream::iterator);
      fact("/d/a", entries::next);
      fact("NoSuchElementException", entries::next);
      fact(
          "UnsupportedOperationException",
          () -> {
            entries.remove();
            return "removed";
          });
    }
    fact("false", entries::hasNext);
    fact(
        "IllegalStateException",
        closed::iterator,
        unless(Difference.JIMFS_WORDS, "ClosedDirectoryStreamException"));
  }

  @Test
  void whatIsThereAllTheWhileIsListedOnceWhateverElseComesAndGoes() throws IOException {
    directory("/d");
    for (int i = 0; i < 100; i++) {
      file("/d/stays" + i, 0);
      file("/d/goes" + i, 0);
    }
    List<String> seen = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("/d"))) {
      int i = 0;
      for (Path each : stream) {
        if (each.getFileName().toString().startsWith("stays")) {
          seen.add(each.toString());
        }
        if (i < 100) {
          Files.delete(path("/d/goes" + i));
          file("/d/comes" + i, 0);
        }
        i++;
      }
    }
    fact("100", seen::size);
    fact("100", () -> (int) seen.stream().distinct().count());
  }

  @Test
  void aFilterThatFailsEndsTheStream() throws IOException {
    directory("/d");
    file("/d/a", 1);
    DirectoryStream.Filter<Path> filter =
        _ -> {
          throw new IOException("no");
        };
    fact(
        "IOException: no",
        () -> {
          try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("/d"), filter)) {
            return stream.iterator().hasNext();
          }
        });
  }

  @Test
  void aTreeIsWalkedFromTheTop() throws IOException {
    Files.createDirectories(path("/d/e"));
    file("/d/e/f", 1);
    link("/d/up", path(".."));
    fact("[ /d, > /d/e,  /d/e/f, < /d/e,  /d/up, < /d]".replace("[ /d", "[> /d"), () -> walk("/d"));
    fact("4", () -> count(path("/d"), 9));
    fact("3", () -> count(path("/d"), 1));
    fact("1", () -> count(path("/d"), 0));
    fact("NoSuchFileException /x", () -> count(path("/x"), 9));
    fact(
        "FileSystemLoopException /d/up/d/up",
        () -> {
          try (Stream<Path> tree = Files.walk(path("/d/up"), FileVisitOption.FOLLOW_LINKS)) {
            return tree.count() > 1000;
          }
        });
    fact(
        "[/d/e/f]",
        () -> {
          try (Stream<Path> found =
              Files.find(path("/d"), 9, (_, attributes) -> attributes.isRegularFile())) {
            return found.toList();
          }
        });
  }

  private List<String> walk(String top) throws IOException {
    List<String> visited = new ArrayList<>();
    Files.walkFileTree(
        path(top),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            visited.add("> " + directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visited.add(" " + file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
            visited.add("< " + directory);
            return FileVisitResult.CONTINUE;
          }
        });
    // The order of the entries of one directory is nobody's promise.
    return visited.get(1).contains("up")
        ? List.of(
            visited.get(0),
            visited.get(2),
            visited.get(3),
            visited.get(4),
            visited.get(1),
            visited.get(5))
        : visited;
  }

  private static long count(Path top, int depth) throws IOException {
    try (Stream<Path> tree = Files.walk(top, depth)) {
      return tree.count();
    }
  }

  @Test
  void patternsMatchAsOnTheDefaultFileSystem() {
    List<String> patterns =
        List.of(
            "glob:*",
            "glob:**",
            "glob:/**",
            "glob:*.java",
            "glob:**.java",
            "glob:*.{java,class}",
            "glob:?",
            "glob:[a-c]*",
            "glob:[!a-c]*",
            "glob:a/*",
            "glob:*/b",
            "glob:\\*",
            "glob:{a,a/b}",
            "glob:[*]",
            "glob:",
            "regex:.*",
            "regex:a.*b",
            "GLOB:a",
            "glob:[-]");
    List<String> names =
        List.of(
            "a", "b.java", "a/b", "a/b.java", "/a", "*", ".hidden", "", "-", "\u00fc", "a.class");
    for (String pattern : patterns) {
      for (String name : names) {
        fact(
            Outcome.of(
                    () -> FileSystems.getDefault().getPathMatcher(pattern).matches(Path.of(name)))
                .toString(),
            () -> fileSystem().getPathMatcher(pattern).matches(fileSystem().getPath(name)));
      }
    }
    fact(
        "PatternSyntaxException",
        () -> fileSystem().getPathMatcher("glob:[]a]").matches(fileSystem().getPath("]")),
        // Below the overlay patterns are the JDK's.
        unless(Difference.BRACKETS, configuration.overlay() ? "PatternSyntaxException" : "true"));
    fact("PatternSyntaxException", () -> fileSystem().getPathMatcher("glob:{a"));
    fact("PatternSyntaxException", () -> fileSystem().getPathMatcher("glob:[a"));
    fact("PatternSyntaxException", () -> fileSystem().getPathMatcher("regex:["));
    fact("UnsupportedOperationException", () -> fileSystem().getPathMatcher("strange:a"));
    fact("IllegalArgumentException", () -> fileSystem().getPathMatcher("a"));
  }
}
