package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.github.cordonfs.CordonFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopyingTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.SYMBOLIC_LINKS);
  }

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @Test
  void aCopyIsAnotherFile() throws IOException {
    file("/f", 7);
    fact("/g", () -> Files.copy(path("/f"), path("/g")));
    fact("-1", () -> Files.mismatch(path("/f"), path("/g")));
    fact("false", () -> Files.isSameFile(path("/f"), path("/g")));
  }

  @Test
  void aDirectoryIsCopiedWithoutWhatIsInIt() throws IOException {
    directory("/d");
    file("/d/f", 7);
    fact("/e", () -> Files.copy(path("/d"), path("/e")));
    fact("true", () -> Files.isDirectory(path("/e")));
    fact("false", () -> Files.exists(path("/e/f")));
  }

  @Test
  void aLinkIsCopiedOnlyIfItIsNotFollowed() throws IOException {
    file("/f", 7);
    link("/link", path("/f"));
    Files.copy(path("/link"), path("/content"));
    fact("false", () -> Files.isSymbolicLink(path("/content")));
    Files.copy(path("/link"), path("/other"), NOFOLLOW_LINKS);
    fact("/f", () -> Files.readSymbolicLink(path("/other")));
    link("/dangling", path("/no"));
    fact("NoSuchFileException /dangling", () -> Files.copy(path("/dangling"), path("/x")));
    fact("/x", () -> Files.copy(path("/dangling"), path("/x"), NOFOLLOW_LINKS));
  }

  @Test
  void attributesComeAlongOnRequest() throws IOException {
    file("/f", 7);
    Files.setLastModifiedTime(path("/f"), LONG_AGO);
    Files.copy(path("/f"), path("/g"));
    fact("false", () -> Files.getLastModifiedTime(path("/g")).equals(LONG_AGO));
    Files.copy(path("/f"), path("/g"), COPY_ATTRIBUTES, REPLACE_EXISTING);
    fact("true", () -> Files.getLastModifiedTime(path("/g")).equals(LONG_AGO));
  }

  @Test
  void permissionsComeAlongAnyway() throws IOException {
    file("/f", 7);
    Files.setPosixFilePermissions(path("/f"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.copy(path("/f"), path("/g"));
    fact(
        configuration.masked("rwxr-x---"),
        () -> PosixFilePermissions.toString(Files.getPosixFilePermissions(path("/g"))),
        unless(Difference.JIMFS_PERMISSIONS, "rw-r--r--"));
  }

  @Test
  void whatIsInTheWayStaysUnlessItMayBeReplaced() throws IOException {
    file("/f", 7);
    file("/g", 9);
    directory("/full");
    file("/full/x", 1);
    fact("FileAlreadyExistsException /g", () -> Files.copy(path("/f"), path("/g")));
    fact("/g", () -> Files.copy(path("/f"), path("/g"), REPLACE_EXISTING));
    fact(
        "DirectoryNotEmptyException /full",
        () -> Files.copy(path("/f"), path("/full"), REPLACE_EXISTING));
    fact("/./f", () -> Files.copy(path("/f"), path("/./f")));
  }

  @Test
  void errorsNameTheFileTheyAreAbout() throws IOException {
    file("/f", 7);
    fact("NoSuchFileException /x", () -> Files.copy(path("/x"), path("/g")));
    fact("NoSuchFileException /x/y", () -> Files.copy(path("/f"), path("/x/y")));
    fact(
        "FileSystemException /f/y: Not a directory",
        () -> Files.copy(path("/f"), path("/f/y")),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/y"));
    fact("UnsupportedOperationException", () -> Files.copy(path("/f"), path("/g"), ATOMIC_MOVE));
  }

  @Test
  void streamsAreCopiedInAndOut() throws IOException {
    fact("9", () -> Files.copy(new ByteArrayInputStream(bytes(9)), path("/f")));
    fact(
        "FileAlreadyExistsException /f",
        () -> Files.copy(new ByteArrayInputStream(bytes(9)), path("/f")));
    fact("5", () -> Files.copy(new ByteArrayInputStream(bytes(5)), path("/f"), REPLACE_EXISTING));
    fact("5", () -> Files.copy(path("/f"), new ByteArrayOutputStream()));
  }
}
