package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An overlay that shows what the disk has, and changes it through the page cache. */
@Tag("S109")
class WritableOverlayTest extends OverlayFixture {

  private static final int PAGE = 4096;

  private Properties properties;

  @Override
  void configure(Properties properties) {
    properties.setProperty("cordon.overlay", plain("db").toString());
    properties.setProperty("cordon.overlay.backing", "true");
    properties.setProperty("cordon.overlay.writable", "true");
    this.properties = properties;
  }

  private OverlayFileSystem another() {
    return (OverlayFileSystem)
        new OverlayFileSystemProvider(FileSystems.getDefault().provider(), properties)
            .getFileSystem(URI.create("file:///"));
  }

  private CordonFileSystem cordon() {
    return CordonFileSystem.of(fs);
  }

  /** Writes three pages and has the second fail before it is on the disk. */
  private void writeAndLose(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[3 * PAGE]));
      cordon().memoryFailures().strike(file, PAGE);
      assertThatThrownBy(() -> channel.force(true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
    }
  }

  /** Has all that was written be on the disk. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Test
  void whatIsWrittenIsReadAtOnceAndIsOnTheDiskOnceItIsForced() throws IOException {
    Path file = path("db/dir/data");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "first");
    Files.writeString(file, ", second", StandardOpenOption.APPEND);
    assertThat(Files.readString(file)).isEqualTo("first, second");
    assertThat(Files.size(file)).isEqualTo(13);
    assertThat(cordon().memoryUsage().usedBytes()).isPositive();
    force(file);
    assertThat(Files.readString(plain("db/dir/data"))).isEqualTo("first, second");
  }

  @Test
  void theDirectoryIsMadeIfTheDiskLacksIt() throws IOException {
    assertThat(plain("db")).doesNotExist();
    write("db/file", "text");
    assertThat(plain("db/file")).exists();
  }

  @Test
  void whatTheDiskHadIsChangedAndNotHidden() throws IOException {
    Files.createDirectories(plain("db"));
    Files.writeString(plain("db/file"), "old old old");
    Path file = path("db/file");
    assertThat(Files.readString(file)).isEqualTo("old old old");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)), 4);
      assertThat(Files.readString(file)).isEqualTo("old new old");
      channel.truncate(7);
      channel.force(true);
    }
    assertThat(Files.readString(plain("db/file"))).isEqualTo("old new");
  }

  @Test
  void aPageThatIsLostBeforeItIsOnTheDiskIsReportedByTheNameOfTheProgram() throws IOException {
    Path file = path("db/file");
    Files.createDirectories(plain("db"));
    writeAndLose(file);
    assertThatThrownBy(() -> Files.readAllBytes(file))
        .isInstanceOfSatisfying(
            PoisonedPageException.class,
            e -> assertThat(e.getFile()).isEqualTo(plain("db/file").toString()));
    assertThatThrownBy(() -> Files.copy(file, path("copy")))
        .isInstanceOf(PoisonedPageException.class);
    assertThat(cordon().memoryFailures().badRanges(file))
        .containsExactly(new ByteRange(PAGE, PAGE));
    assertThat(cordon().memoryFailures().badFiles()).hasSize(1);
    assertThat(plain("db/.cordon")).isNotEmptyDirectory();
    Files.delete(file);
    assertThat(cordon().memoryFailures().badFiles()).isEmpty();
  }

  @Test
  void whatWasLostIsKnownToTheNextOneThatShowsIt() throws IOException {
    Path file = path("db/dir/file");
    Files.createDirectories(file.getParent());
    writeAndLose(file);
    Path moved = Files.move(file, path("db/moved"));
    OverlayFileSystem first = fs;
    assertThatThrownBy(() -> first.routes().close()).hasMessageContaining(moved.toString());
    fs = another();
    Path again = fs.getPath(moved.toString());
    assertThatThrownBy(() -> Files.readAllBytes(again)).isInstanceOf(PoisonedPageException.class);
    assertThat(cordon().memoryFailures().badRanges(again))
        .containsExactly(new ByteRange(PAGE, PAGE));
    Files.write(again, new byte[PAGE]);
    assertThat(Files.readAllBytes(again)).hasSize(PAGE);
    force(again);
    assertThat(cordon().memoryFailures().badFiles()).isEmpty();
  }

  @Test
  void namesAndAttributesChangeOnTheDiskAtOnce() throws IOException {
    Path directory = Files.createDirectories(path("db/a/b"));
    Path file = write("db/a/b/file", "text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
    Files.getFileAttributeView(file, BasicFileAttributeView.class)
        .setTimes(FileTime.fromMillis(1_500_000_000_000L), null, null);
    assertThat(Files.getPosixFilePermissions(plain("db/a/b/file")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.getLastModifiedTime(plain("db/a/b/file")).toMillis())
        .isEqualTo(1_500_000_000_000L);
    Files.setOwner(file, Files.getOwner(file));
    Files.move(file, path("db/moved"));
    assertThat(plain("db/moved")).exists();
    assertThat(plain("db/a/b/file")).doesNotExist();
    Files.createLink(path("db/second"), path("db/moved"));
    Files.createSymbolicLink(path("db/link"), path("db/second"));
    assertThat(Files.readString(path("db/link"))).isEqualTo("text");
    Files.delete(directory);
    assertThat(plain("db/a/b")).doesNotExist();
    assertThat(Files.deleteIfExists(directory)).isFalse();
    assertThat(Files.deleteIfExists(path("db/moved"))).isTrue();
    assertThat(Files.readString(path("db/link"))).isEqualTo("text");
    assertThatThrownBy(() -> Files.createFile(path("db/second")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(plain("db/second").toString());
  }

  @Test
  void copiesAndMovesGoAcrossAndSeeWhatIsNotOnTheDiskYet() throws IOException {
    Files.writeString(plain("outside"), "from outside");
    Files.createDirectories(plain("db"));
    Files.copy(path("outside"), path("db/in"));
    assertThat(Files.readString(path("db/in"))).isEqualTo("from outside");
    Files.copy(path("db/in"), path("db/twice"), StandardCopyOption.COPY_ATTRIBUTES);
    write("db/in", "changed");
    Files.copy(path("db/in"), path("out"));
    assertThat(Files.readString(plain("out"))).isEqualTo("changed");
    assertThat(Files.readString(path("db/twice"))).isEqualTo("from outside");
    assertThatThrownBy(
            () -> Files.move(path("db/in"), path("there"), StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
    Files.move(path("db/in"), path("there"));
    assertThat(Files.readString(plain("there"))).isEqualTo("changed");
    assertThat(plain("db/in")).doesNotExist();
    assertThatThrownBy(() -> Files.createLink(path("hard"), path("db/twice")))
        .hasMessageContaining("Invalid cross-device link");
  }

  @Test
  void linksThatLeadOutLeadOut() throws IOException {
    Files.createDirectories(plain("db"));
    Files.createDirectories(plain("elsewhere"));
    Files.writeString(plain("elsewhere/file"), "elsewhere");
    Files.createSymbolicLink(path("db/out"), plain("elsewhere"));
    assertThat(Files.readString(path("db/out/file"))).isEqualTo("elsewhere");
    write("db/out/file", "at once");
    assertThat(Files.readString(plain("elsewhere/file"))).isEqualTo("at once");
    write("db/out/new", "new");
    assertThat(Files.readString(plain("elsewhere/new"))).isEqualTo("new");
    write("db/in", "in");
    assertThatThrownBy(() -> Files.move(path("db/in"), path("db/out/in")))
        .hasMessageContaining("Invalid cross-device link");
    assertThatThrownBy(() -> Files.createLink(path("db/out/in"), path("db/in")))
        .hasMessageContaining("Invalid cross-device link");
    Files.delete(path("db/out/new"));
    assertThat(plain("elsewhere/new")).doesNotExist();
  }

  @Test
  void whatIsKeptForTheCacheIsNotShown() throws IOException {
    write("db/file", "text");
    assertThat(plain("db/.cordon")).isDirectory();
    assertThat(entries(path("db"))).containsExactly(path("db/file"));
    try (Stream<Path> walk = Files.walk(path("db"))) {
      assertThat(walk).containsExactlyInAnyOrder(path("db"), path("db/file"));
    }
    assertThatThrownBy(() -> Files.delete(path("db/.cordon")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.createDirectory(path("db/.cordon")))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void theDirectoryItselfStays() throws IOException {
    write("db/file", "text");
    for (Path each : List.of(path("db"), path(""))) {
      assertThatThrownBy(() -> Files.move(each, path("other")))
          .hasMessageContaining("Device or resource busy");
      assertThatThrownBy(() -> Files.delete(each)).hasMessageContaining("Device or resource busy");
    }
    assertThat(Files.readString(path("db/file"))).isEqualTo("text");
  }

  @Test
  void nobodyElseHasTheDirectory() throws IOException {
    write("db/file", "text");
    CordonOptions options = CordonOptions.builder().size(8L << 20).build();
    assertThatThrownBy(() -> Cordon.mount(plain("db"), options).close())
        .isInstanceOf(FileSystemAlreadyExistsException.class);
    Path same = another().getPath(plain("db/file").toString());
    assertThatThrownBy(() -> Files.readString(same)).hasMessageContaining("overlay");
  }

  @Test
  void noOpenDirectoryLeadsAroundIt() throws IOException {
    write("db/file", "text");
    for (Path each : List.of(path("db"), path(""))) {
      try (var stream = Files.newDirectoryStream(each)) {
        assertThat(stream).isNotInstanceOf(SecureDirectoryStream.class);
      }
    }
  }
}
