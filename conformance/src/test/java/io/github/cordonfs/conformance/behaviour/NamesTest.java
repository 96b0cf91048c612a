package io.github.cordonfs.conformance.behaviour;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.SYMBOLIC_LINKS);
  }

  @Test
  void aNameHas255BytesAtMost() throws IOException {
    String longest = "n".repeat(255);
    fact("/" + longest, () -> Files.createFile(path("/" + longest)));
    fact(
        "FileSystemException /" + longest + "n: File name too long",
        () -> Files.createFile(path("/" + longest + "n")),
        unless(
            Difference.JIMFS_LONG_NAMES,
            "/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"));
    String umlauts = "\u00fc".repeat(127);
    fact("/" + umlauts, () -> Files.createFile(path("/" + umlauts)));
    fact(
        "FileSystemException /" + umlauts + "\u00fc: File name too long",
        () -> Files.createFile(path("/" + umlauts + "\u00fc")),
        unless(
            Difference.JIMFS_LONG_NAMES,
            "/üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü"));
  }

  @Test
  void namesAreSensitiveToCaseAndNothingIsSpecialInThem() throws IOException {
    for (String each : new String[] {"a", "A", "two words", "star*", "a\\b", "\u65e5\u672c", "-"}) {
      fact("/" + each, () -> Files.createFile(path("/" + each)));
    }
    // Composed and decomposed, which look the same.
    fact("/\u00e9", () -> Files.createFile(path("/\u00e9")));
    fact("/e\u0301", () -> Files.createFile(path("/e\u0301")));
    fact("InvalidPathException", () -> path("/nul\u0000"));
  }

  @Test
  void slashesAreTakenOutAndDotsAreNot() throws IOException {
    directory("/d");
    fact("/d", () -> path("/d/"));
    fact("/d/f", () -> path("/d//f"));
    fact("/d/.", () -> path("/d/."));
    fact("/d/..", () -> path("/d/.."));
    fact("/d", () -> path("/d/./e/..").normalize());
    fact("true", () -> Files.isSameFile(path("/d/."), path("/d/../d")));
    fact("FileAlreadyExistsException /d/.", () -> Files.createDirectory(path("/d/.")));
    fact("FileAlreadyExistsException /d/..", () -> Files.createFile(path("/d/..")));
    fact("NoSuchFileException /x/../d", () -> Files.size(path("/x/../d")));
  }

  @Test
  void aFileIsNoDirectoryOnTheWay() throws IOException {
    file("/f", 1);
    fact(
        "FileSystemException /f/x: Not a directory",
        () -> Files.createFile(path("/f/x")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/x"));
    fact(
        "FileSystemException /f/x: Not a directory",
        () -> Files.createDirectory(path("/f/x")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/x"));
    fact(
        "FileSystemException /f/x: Not a directory",
        () -> Files.readAllBytes(path("/f/x")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/x"));
    fact("NoSuchFileException /f/x", () -> Files.size(path("/f/x")));
    fact("true", () -> Files.notExists(path("/f/x")));
  }

  @Test
  void aPathMayBeDeep() throws IOException {
    Path deep = path("/d");
    for (int i = 0; i < 100; i++) {
      deep = deep.resolve("directory" + i);
    }
    Files.createDirectories(deep);
    Path file = deep.resolve("f");
    fact("/", () -> file(file.toString().substring(root().length()), 1).getRoot());
    fact("102", () -> file.getNameCount() - path("/d").getNameCount() + 1);
    fact("1", () -> Files.size(file));
  }

  private String root() {
    return path("/").toString();
  }

  @Test
  void directoriesAreMadeWithAllThatIsMissing() throws IOException {
    fact("/a/b/c", () -> Files.createDirectories(path("/a/b/c")));
    fact("/a/b/c", () -> Files.createDirectories(path("/a/b/c")));
    file("/f", 1);
    fact("FileAlreadyExistsException /f", () -> Files.createDirectories(path("/f")));
    link("/link", path("a"));
    fact("/link", () -> Files.createDirectories(path("/link")));
    fact("FileAlreadyExistsException /a", () -> Files.createDirectory(path("/a")));
  }
}
