package io.github.cordonfs.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** What random operations beside a tmpfs taught: single facts of the JDK's provider on Linux. */
class LikeTheDefaultProviderTest extends CordonFixture {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @Test
  void anAtomicMoveAndALinkNameBothFilesWhateverIsWrong() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Files.move(path("/a"), path("/b"), ATOMIC_MOVE))
        .satisfies(e -> assertNames(e, "/a", "/b"));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Files.createLink(path("/b"), path("/a")))
        .satisfies(e -> assertNames(e, "/b", "/a"));
  }

  @Test
  void aMoveNamesTheSourceAloneIfItIsMissing() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Files.move(path("/a"), path("/b/c")))
        .satisfies(e -> assertNames(e, "/a", null));
  }

  @Test
  void aMoveNamesBothFilesIfItsTargetCannotBeMade() throws IOException {
    file("/a", 1);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Files.move(path("/a"), path("/a/b")))
        .satisfies(e -> assertNames(e, "/a", "/a/b"));
  }

  private static void assertNames(FileSystemException e, String file, String other) {
    assertThat(e.getFile()).isEqualTo(file);
    assertThat(e.getOtherFile()).isEqualTo(other);
  }

  @Test
  void whatIsInTheWayOfAMoveComesBeforeWhatIsWrongWithIt() throws IOException {
    Files.createDirectories(path("/a/b/c"));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> Files.move(path("/a"), path("/a/b")));
    assertThatExceptionOfType(DirectoryNotEmptyException.class)
        .isThrownBy(() -> Files.move(path("/a"), path("/a/b"), REPLACE_EXISTING));
    assertThatExceptionOfType(DirectoryNotEmptyException.class)
        .isThrownBy(() -> Files.move(path("/a/b/c"), path("/a"), ATOMIC_MOVE));
  }

  @Test
  void behindAFileThereIsNothing() throws IOException {
    Path behind = file("/f", 1).resolve("x");
    assertThat(Files.notExists(behind)).isTrue();
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Files.readAttributes(behind, BasicFileAttributes.class));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Files.copy(behind, path("/g")));
    assertThatExceptionOfType(NotDirectoryException.class)
        .isThrownBy(() -> Files.newDirectoryStream(behind).close());
  }

  @Test
  void aRealPathThatFollowsNoLinksKeepsThemAll() throws IOException {
    Files.createDirectories(path("/d/e"));
    Files.createSymbolicLink(path("/link"), path("d/e"));
    file("/d/f", 1);
    assertThat(path("/link/../f").toRealPath(NOFOLLOW_LINKS)).isEqualTo(path("/link/../f"));
    assertThat(path("/d/./e/../f").toRealPath(NOFOLLOW_LINKS)).isEqualTo(path("/d/f"));
    assertThat(path("/../link").toRealPath(NOFOLLOW_LINKS)).isEqualTo(path("/link"));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> path("/link/no").toRealPath(NOFOLLOW_LINKS));
  }

  @Test
  void settingNoTimesDoesNothing() throws IOException {
    Files.getFileAttributeView(path("/nowhere"), BasicFileAttributeView.class)
        .setTimes(null, null, null);
    assertThat(path("/nowhere")).doesNotExist();
  }

  @Test
  void followingALinkAndListingADirectoryAreReadsOfThem() throws IOException {
    Path directory = Files.createDirectory(path("/d"));
    Path link = Files.createSymbolicLink(path("/link"), directory);
    for (Path each : new Path[] {directory, link}) {
      Files.getFileAttributeView(each, BasicFileAttributeView.class, NOFOLLOW_LINKS)
          .setTimes(null, LONG_AGO, null);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(link)) {
      assertThat(entries).isEmpty();
    }
    assertThat(accessTime(directory)).isGreaterThan(LONG_AGO);
    assertThat(accessTime(link)).isGreaterThan(LONG_AGO);
  }

  @Test
  void aCopyTakesTheTimesThatWereThereBeforeIt() throws IOException {
    Path directory = Files.createDirectory(path("/d"));
    Files.getFileAttributeView(directory, BasicFileAttributeView.class)
        .setTimes(LONG_AGO, LONG_AGO, null);
    Path copy = Files.copy(directory, path("/d/copy"), COPY_ATTRIBUTES);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(LONG_AGO);
    Path file = file("/f", 10);
    Files.setAttribute(file, "lastAccessTime", LONG_AGO);
    Path other = Files.copy(file, path("/g"), COPY_ATTRIBUTES);
    assertThat(accessTime(other)).isEqualTo(LONG_AGO);
    assertThat(accessTime(file)).isGreaterThan(LONG_AGO);
  }

  @Test
  void cuttingOffNothingAtAnOpenIsAChangeAllTheSame() throws IOException {
    Path file = file("/f", 0);
    Files.setLastModifiedTime(file, LONG_AGO);
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(Files.getLastModifiedTime(file)).isGreaterThan(LONG_AGO);
  }

  private static FileTime accessTime(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).lastAccessTime();
  }
}
