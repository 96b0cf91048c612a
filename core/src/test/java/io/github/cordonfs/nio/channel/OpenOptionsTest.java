package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpenOptionsTest extends CordonFixture {

  @Test
  void withoutOptionsAFileIsOpenedForReading() throws IOException {
    Path file = file("/f", 10);
    try (var channel = channel(file)) {
      assertThat(channel.read(ByteBuffer.allocate(20))).isEqualTo(10);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(0), 0))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.punchHole(0, 1))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.allocate(0, 1, true))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.clearPoison(0, 1))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.transferFrom(channel, 0, 1))
          .isInstanceOf(NonWritableChannelException.class);
    }
  }

  @Test
  void aChannelForWritingDoesNotRead() throws IOException {
    try (var channel = channel(file("/f", 10), WRITE);
        var target = channel(file("/g", 10), WRITE)) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NonReadableChannelException.class);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(0), 100))
          .isInstanceOf(NonReadableChannelException.class);
      assertThatThrownBy(() -> channel.transferTo(0, 1, target))
          .isInstanceOf(NonReadableChannelException.class);
    }
  }

  @Test
  void creationFollowsItsOptions() throws IOException {
    assertThatThrownBy(() -> channel(path("/f"), WRITE)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> channel(path("/f"), READ, CREATE))
        .isInstanceOf(NoSuchFileException.class);
    channel(path("/f"), WRITE, CREATE).close();
    channel(path("/f"), WRITE, CREATE).close();
    assertThatThrownBy(() -> channel(path("/f"), WRITE, CREATE_NEW))
        .isInstanceOf(FileAlreadyExistsException.class);
    channel(path("/g"), WRITE, CREATE_NEW, SPARSE, SYNC, DSYNC).close();
    assertThat(path("/g")).exists();
  }

  @Test
  @Tag("R5")
  void truncateExistingMakesAPoisonedFileWell() throws IOException {
    Path file = fileWithPoison("/f", 3, 1);
    channel(file, WRITE, TRUNCATE_EXISTING).close();
    assertThat(file).isEmptyFile();
    assertThat(failures().badRanges(file)).isEmpty();
    Files.write(file, bytes(3 * PAGE));
    assertThat(file).hasBinaryContent(bytes(3 * PAGE));
  }

  @Test
  void truncateExistingMeansNothingToAReader() throws IOException {
    Path file = file("/f", 10);
    channel(file, READ, TRUNCATE_EXISTING).close();
    assertThat(Files.size(file)).isEqualTo(10);
  }

  @Test
  void combinationsThatMakeNoSenseAreRefused() throws IOException {
    Path file = file("/f", 10);
    assertThatThrownBy(() -> channel(file, READ, APPEND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel(file, APPEND, TRUNCATE_EXISTING))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Files.size(file)).isEqualTo(10);
  }

  /** An option of somebody else. */
  private enum ForeignOption implements OpenOption {
    UNKNOWN
  }

  @Test
  void unknownOptionsAreRefused() throws IOException {
    Path file = file("/f", 10);
    assertThatThrownBy(() -> channel(file, ForeignOption.UNKNOWN))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("UNKNOWN");
  }

  @Test
  void cordonsOwnOptionIsKnown() throws IOException {
    try (var channel = channel(path("/f"), WRITE, CREATE, CordonOpenOption.HUGE)) {
      assertThat(channel.write(ByteBuffer.wrap(bytes(10)))).isEqualTo(10);
    }
  }

  @Test
  void deleteOnCloseDeletesOnClose() throws IOException {
    var channel = channel(path("/f"), WRITE, CREATE, DELETE_ON_CLOSE);
    assertThat(path("/f")).exists();
    channel.close();
    assertThat(path("/f")).doesNotExist();
  }

  @Test
  void deleteOnCloseSparesAFileThatTookTheName() throws IOException {
    var channel = channel(path("/f"), WRITE, CREATE, DELETE_ON_CLOSE);
    Files.move(path("/f"), path("/moved"));
    file("/f", 1);
    channel.close();
    assertThat(path("/f")).exists();
    var gone = channel(path("/g"), WRITE, CREATE, DELETE_ON_CLOSE);
    Files.delete(path("/g"));
    gone.close();
  }

  @Test
  void creationThroughADanglingLinkMakesItsTarget() throws IOException {
    Files.createDirectory(path("/d"));
    Files.createSymbolicLink(path("/s"), path("d/new"));
    assertThatThrownBy(() -> channel(path("/s"), WRITE, CREATE_NEW))
        .isInstanceOf(FileAlreadyExistsException.class);
    channel(path("/s"), WRITE, CREATE).close();
    assertThat(path("/d/new")).isRegularFile();
    assertThat(Files.isSymbolicLink(path("/s"))).isTrue();
  }

  @Test
  void aLinkThatIsNotToBeFollowedIsAnError() throws IOException {
    file("/f", 1);
    Files.createSymbolicLink(path("/s"), path("f"));
    assertThatThrownBy(() -> channel(path("/s"), READ, LinkOption.NOFOLLOW_LINKS))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Too many levels of symbolic links");
    assertThatThrownBy(() -> channel(path("/s"), WRITE, CREATE, LinkOption.NOFOLLOW_LINKS))
        .hasMessageContaining("Too many levels of symbolic links");
    channel(path("/f"), READ, LinkOption.NOFOLLOW_LINKS).close();
  }

  @Test
  void aDirectoryIsNotWritten() throws IOException {
    Files.createDirectory(path("/d"));
    assertThatThrownBy(() -> channel(path("/d"), WRITE))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> channel(path("/d"), WRITE, CREATE))
        .hasMessageContaining("Is a directory");
  }
}
