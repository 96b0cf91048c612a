package io.github.cordonfs.conformance.behaviour;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeletingTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.SYMBOLIC_LINKS);
  }

  @Test
  void whatIsNotThereCannotBeDeleted() throws IOException {
    file("/f", 1);
    fact("NoSuchFileException /x", () -> delete("/x"));
    fact("NoSuchFileException /x/y", () -> delete("/x/y"));
    fact(
        "FileSystemException /f/y: Not a directory",
        () -> delete("/f/y"),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/y"));
    fact("false", () -> Files.deleteIfExists(path("/x")));
    fact("true", () -> Files.deleteIfExists(path("/f")));
  }

  @Test
  void aDirectoryMustBeEmpty() throws IOException {
    directory("/d");
    file("/d/f", 1);
    fact("DirectoryNotEmptyException /d", () -> delete("/d"));
    fact("DirectoryNotEmptyException /d", () -> Files.deleteIfExists(path("/d")));
    fact("gone", () -> delete("/d/f"));
    fact("gone", () -> delete("/d"));
  }

  @Test
  void aLinkGoesAndNotWhatItLeadsTo() throws IOException {
    directory("/d");
    file("/d/f", 1);
    link("/link", path("d"));
    fact("gone", () -> delete("/link"));
    fact("true", () -> Files.exists(path("/d/f")));
  }

  @Test
  void dotsAreNoNamesToDelete() throws IOException {
    directory("/d");
    directory("/d/e");
    fact(
        "FileSystemException /d/.: Invalid argument",
        () -> delete("/d/."),
        unless(Difference.JIMFS_WORDS, "DirectoryNotEmptyException /d/."));
    fact("DirectoryNotEmptyException /d/e/..", () -> delete("/d/e/.."));
  }

  @Test
  void nothingIsMadeInADirectoryThatIsGone() throws IOException {
    Path directory = directory("/d");
    link("/link", path("d"));
    delete("/d");
    fact("NoSuchFileException /link/f", () -> Files.createFile(path("/link/f")));
    fact("NoSuchFileException /d/f", () -> Files.createFile(directory.resolve("f")));
  }

  private Object delete(String name) throws IOException {
    Files.delete(path(name));
    return "gone";
  }
}
