package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovingTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.LINKS, CordonFeature.SYMBOLIC_LINKS, CordonFeature.UNIX_VIEW);
  }

  @Test
  void aMoveTakesAFileAlong() throws IOException {
    file("/f", 7);
    directory("/d");
    fact("/d/g", () -> Files.move(path("/f"), path("/d/g")));
    fact("false", () -> Files.exists(path("/f")));
    fact("7", () -> Files.size(path("/d/g")));
  }

  @Test
  void aMoveOfADirectoryTakesAllThatIsInItAlong() throws IOException {
    directory("/d");
    directory("/d/e");
    file("/d/e/f", 7);
    fact("/x", () -> Files.move(path("/d"), path("/x")));
    fact("7", () -> Files.size(path("/x/e/f")));
    fact("/x/e", () -> path("/x/e/f/..").normalize());
  }

  @Test
  void whatIsInTheWayStaysUnlessItMayBeReplaced() throws IOException {
    file("/f", 7);
    file("/g", 9);
    fact("FileAlreadyExistsException /g", () -> Files.move(path("/f"), path("/g")));
    fact("/g", () -> Files.move(path("/f"), path("/g"), REPLACE_EXISTING));
    fact("7", () -> Files.size(path("/g")));
    file("/h", 3);
    fact("/g", () -> Files.move(path("/h"), path("/g"), ATOMIC_MOVE));
    fact("3", () -> Files.size(path("/g")));
  }

  @Test
  void aDirectoryIsReplacedOnlyIfItIsEmpty() throws IOException {
    file("/f", 7);
    directory("/empty");
    directory("/full");
    file("/full/g", 1);
    fact(
        "DirectoryNotEmptyException /full",
        () -> Files.move(path("/f"), path("/full"), REPLACE_EXISTING));
    fact("/empty", () -> Files.move(path("/f"), path("/empty"), REPLACE_EXISTING));
    directory("/d");
    fact(
        "FileSystemException /d -> /full: Directory not empty",
        () -> Files.move(path("/d"), path("/full"), ATOMIC_MOVE),
        unless(Difference.JIMFS_WORDS, "DirectoryNotEmptyException /full"),
        unless(Difference.FULL_DIRECTORIES, "DirectoryNotEmptyException /full"));
    fact(
        "FileSystemException /d -> /empty: Not a directory",
        () -> Files.move(path("/d"), path("/empty"), ATOMIC_MOVE),
        unless(Difference.JIMFS_MOVES, "/empty"));
    fact(
        "FileSystemException /empty -> /d: Is a directory",
        () -> Files.move(path("/empty"), path("/d"), ATOMIC_MOVE),
        unless(Difference.JIMFS_MOVES, "/d"));
  }

  @Test
  void nothingMovesIntoItself() throws IOException {
    directory("/d");
    directory("/d/e");
    fact(
        "FileSystemException /d -> /d/x: Invalid argument",
        () -> Files.move(path("/d"), path("/d/x")),
        unless(
            Difference.JIMFS_WORDS,
            "IOException: invalid argument: can't move directory into a subdirectory of itself"));
    fact(
        "FileSystemException /d -> /d/e/x: Invalid argument",
        () -> Files.move(path("/d"), path("/d/e/x"), ATOMIC_MOVE),
        unless(
            Difference.JIMFS_WORDS,
            "IOException: invalid argument: can't move directory into a subdirectory of itself"));
    fact("/./d", () -> Files.move(path("/d"), path("/./d")));
  }

  @Test
  void aFailedMoveLeavesItsTarget() throws IOException {
    directory("/d");
    file("/d/f", 7);
    fact(
        "FileSystemException /d -> /d/f: Invalid argument",
        () -> Files.move(path("/d"), path("/d/f"), REPLACE_EXISTING),
        unless(
            Difference.JIMFS_WORDS,
            "IOException: invalid argument: can't move directory into a subdirectory of itself"));
    fact(
        "false",
        () -> Files.exists(path("/d/f")),
        unless(Difference.JIMFS_MOVES, "true"),
        unless(Difference.ALL_OR_NOTHING, "true"));
  }

  @Test
  void twoNamesOfOneFileStayAsTheyAre() throws IOException {
    file("/f", 7);
    Files.createLink(path("/g"), path("/f"));
    fact("/g", () -> Files.move(path("/f"), path("/g"), REPLACE_EXISTING));
    fact("/g", () -> Files.move(path("/f"), path("/g"), ATOMIC_MOVE));
    fact("2", () -> Files.getAttribute(path("/f"), "unix:nlink"));
  }

  @Test
  void aLinkMovesAndNotWhatItLeadsTo() throws IOException {
    file("/f", 7);
    link("/link", path("/f"));
    fact("/moved", () -> Files.move(path("/link"), path("/moved")));
    fact("/f", () -> Files.readSymbolicLink(path("/moved")));
    fact("/moved", () -> Files.move(path("/f"), path("/moved"), REPLACE_EXISTING));
    fact("false", () -> Files.isSymbolicLink(path("/moved")));
  }

  @Test
  void errorsNameTheFilesTheyAreAbout() throws IOException {
    file("/f", 7);
    fact("NoSuchFileException /x", () -> Files.move(path("/x"), path("/y")));
    fact(
        "NoSuchFileException /x -> /y",
        () -> Files.move(path("/x"), path("/y"), ATOMIC_MOVE),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /x"));
    fact(
        "NoSuchFileException /f -> /x/y",
        () -> Files.move(path("/f"), path("/x/y")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /x/y"));
    fact(
        "FileSystemException /f -> /f/y: Not a directory",
        () -> Files.move(path("/f"), path("/f/y")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/y"));
  }

  @Test
  void someOptionsAreNotForMoves() throws IOException {
    file("/f", 7);
    fact(
        "UnsupportedOperationException",
        () -> Files.move(path("/f"), path("/g"), COPY_ATTRIBUTES),
        unless(Difference.JIMFS_OPTIONS, "/g"));
    fact(
        "/g",
        () -> Files.move(path("/f"), path("/g"), NOFOLLOW_LINKS),
        unless(Difference.JIMFS_OPTIONS, "NoSuchFileException /f"));
  }
}
