package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinksTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.LINKS, CordonFeature.SYMBOLIC_LINKS, CordonFeature.UNIX_VIEW);
  }

  @Test
  void aRelativeLinkStartsWhereItIs() throws IOException {
    directory("/d");
    file("/d/f", 7);
    link("/d/link", path("f"));
    link("/up", path("d/link"));
    fact("7", () -> Files.size(path("/up")));
    fact("f", () -> Files.readSymbolicLink(path("/d/link")));
    fact("/d/f", () -> path("/up").toRealPath());
    fact("/up", () -> path("/up").toRealPath(NOFOLLOW_LINKS));
    fact("/d/link", () -> path("/./d/../d/link").toRealPath(NOFOLLOW_LINKS));
  }

  @Test
  void upwardsFromALinkIsUpwardsFromWhereItLeads() throws IOException {
    directory("/d");
    directory("/d/e");
    file("/d/f", 7);
    link("/link", path("d/e"));
    fact("7", () -> Files.size(path("/link/../f")));
    fact("/d/f", () -> path("/link/../f").toRealPath());
    fact(
        "/link/../f",
        () -> path("/link/../f").toRealPath(NOFOLLOW_LINKS),
        unless(Difference.JIMFS_LINKS, "/d/f"));
  }

  @Test
  void aLoopEnds() throws IOException {
    link("/a", path("b"));
    link("/b", path("a"));
    String loop = "Too many levels of symbolic links";
    String words = loop + " or unable to access attributes of symbolic link";
    fact(
        "FileSystemException /a: " + words,
        () -> Files.size(path("/a")),
        unless(Difference.JIMFS_WORDS, "IOException: too many levels of symbolic links"),
        unless(Difference.LOOPS, "FileSystemLoopException /a"));
    fact(
        "FileSystemException /a: " + words,
        () -> Files.readAllBytes(path("/a")),
        unless(Difference.JIMFS_WORDS, "IOException: too many levels of symbolic links"),
        unless(Difference.LOOPS, "FileSystemLoopException /a"));
    fact(
        "FileSystemException /a: " + words,
        () -> path("/a").toRealPath(),
        unless(Difference.JIMFS_WORDS, "IOException: too many levels of symbolic links"),
        unless(Difference.LOOPS, "FileSystemLoopException /a"));
    fact("false", () -> Files.exists(path("/a")));
    fact("false", () -> Files.notExists(path("/a")));
    fact("true", () -> Files.exists(path("/a"), NOFOLLOW_LINKS));
    fact("null", () -> delete(path("/a")));
  }

  @Test
  void fortyLinksAreFollowedAndNoMore() throws IOException {
    file("/0", 7);
    for (int i = 1; i <= 41; i++) {
      link("/" + i, path("" + (i - 1)));
    }
    fact("7", () -> Files.size(path("/40")));
    fact(
        "FileSystemException /41: Too many levels of symbolic links or unable to access attributes"
            + " of symbolic link",
        () -> Files.size(path("/41")),
        unless(Difference.JIMFS_WORDS, "IOException: too many levels of symbolic links"),
        unless(Difference.LOOPS, "FileSystemLoopException /41"));
  }

  @Test
  void aDanglingLinkIsThereAndLeadsNowhere() throws IOException {
    link("/link", path("no"));
    fact("false", () -> Files.exists(path("/link")));
    fact("true", () -> Files.notExists(path("/link")));
    fact("true", () -> Files.isSymbolicLink(path("/link")));
    fact("NoSuchFileException /link", () -> Files.size(path("/link")));
    fact(
        "2",
        () -> Files.getAttribute(path("/link"), "size", NOFOLLOW_LINKS),
        unless(Difference.JIMFS_LINKS, "0"));
    fact("FileAlreadyExistsException /link", () -> Files.createDirectory(path("/link")));
    fact("FileAlreadyExistsException /link", () -> Files.createFile(path("/link")));
  }

  @Test
  void linksAreMadeOnceAndToSomething() throws IOException {
    file("/f", 1);
    fact("/link", () -> Files.createSymbolicLink(path("/link"), path("anything at all")));
    fact("FileAlreadyExistsException /f", () -> Files.createSymbolicLink(path("/f"), path("x")));
    fact(
        "NoSuchFileException /x",
        () -> Files.createSymbolicLink(path("/x"), path("")),
        unless(Difference.JIMFS_LINKS, "/x"));
    fact("NotLinkException /f", () -> Files.readSymbolicLink(path("/f")));
    fact("NoSuchFileException /no", () -> Files.readSymbolicLink(path("/no")));
  }

  @Test
  void aHardLinkIsAnotherNameOfTheSameFile() throws IOException {
    file("/f", 7);
    fact("/g", () -> Files.createLink(path("/g"), path("/f")));
    fact("2", () -> Files.getAttribute(path("/f"), "unix:nlink"));
    fact("true", () -> Files.isSameFile(path("/f"), path("/g")));
    Files.delete(path("/f"));
    fact("7", () -> Files.size(path("/g")));
    fact("1", () -> Files.getAttribute(path("/g"), "unix:nlink"));
  }

  @Test
  void notEverythingCanBeLinked() throws IOException {
    file("/f", 7);
    directory("/d");
    fact(
        "FileSystemException /x -> /d: Operation not permitted",
        () -> Files.createLink(path("/x"), path("/d")),
        unless(
            Difference.JIMFS_WORDS,
            "FileSystemException /x -> /d: can't link: not a regular file"));
    fact(
        "FileAlreadyExistsException /d -> /f",
        () -> Files.createLink(path("/d"), path("/f")),
        unless(Difference.JIMFS_WORDS, "FileAlreadyExistsException /d"));
    fact(
        "NoSuchFileException /x -> /y",
        () -> Files.createLink(path("/x"), path("/y")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /y"));
    link("/link", path("f"));
    Files.createLink(path("/again"), path("/link"));
    fact(
        "true",
        () -> Files.isSymbolicLink(path("/again")),
        unless(Difference.JIMFS_LINKS, "false"));
  }

  @Test
  void directoriesCountTheirOwnLinks() throws IOException {
    directory("/d");
    fact("2", () -> Files.getAttribute(path("/d"), "unix:nlink"));
    directory("/d/e");
    file("/d/f", 1);
    fact("3", () -> Files.getAttribute(path("/d"), "unix:nlink"));
  }

  private static Object delete(Path path) throws IOException {
    Files.delete(path);
    return "null";
  }
}
