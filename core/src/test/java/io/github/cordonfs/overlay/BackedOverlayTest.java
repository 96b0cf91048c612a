package io.github.cordonfs.overlay;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An overlay that shows what the disk has at its paths, and reads it through the page cache. */
@Tag("S101")
class BackedOverlayTest extends OverlayFixture {

  private static final int PAGE = 4096;

  /** Old enough to be trusted. */
  private static final FileTime OLD = FileTime.fromMillis(1_600_000_000_000L);

  private final byte[] data = new byte[40 * PAGE];

  @Override
  void configure(Properties properties) {
    properties.setProperty("cordon.overlay.backing", "true");
  }

  @BeforeEach
  void fillTheDisk() throws IOException {
    new Random(7).nextBytes(data);
    Files.createDirectories(plain("db/dir"));
    Files.write(plain("db/dir/data"), data);
    Files.setLastModifiedTime(plain("db/dir/data"), OLD);
  }

  private CordonFileSystem cordon() {
    return CordonFileSystem.of(fs);
  }

  /** Returns the bytes that are in the page cache. */
  private long cached() {
    return cordon().memoryUsage().usedBytes();
  }

  @Test
  void whatTheDiskHasIsReadThroughThePageCacheByEveryWayOfReading() throws Exception {
    Path file = path("db/dir/data");
    long before = cached();
    assertThat(Files.readAllBytes(file)).isEqualTo(data);
    long whole = cached();
    assertThat(whole - before).isGreaterThanOrEqualTo(data.length);
    try (var stream = Files.newInputStream(file)) {
      assertThat(stream.readAllBytes()).isEqualTo(data);
    }
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      assertThat(channel).isInstanceOf(CordonFileChannel.class);
      ByteBuffer page = ByteBuffer.allocate(PAGE);
      assertThat(channel.read(page, PAGE)).isEqualTo(PAGE);
      assertThat(page.array()).isEqualTo(Arrays.copyOfRange(data, PAGE, 2 * PAGE));
      assertThat(
              channel
                  .map(FileChannel.MapMode.READ_ONLY, 0, data.length, arena)
                  .toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(data);
    }
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file)) {
      ByteBuffer all = ByteBuffer.allocate(data.length);
      assertThat(channel.read(all, 0).get(60, TimeUnit.SECONDS)).isEqualTo(data.length);
      assertThat(all.array()).isEqualTo(data);
    }
    assertThat(cached() - whole).isLessThan(data.length);
  }

  @Test
  @Tag("H9")
  void aPageThatFailsIsReadAgainFromTheDisk() throws IOException {
    Path file = path("db/dir/data");
    List<MemoryFailureEvent> reports = new ArrayList<>();
    assertThat(Files.readAllBytes(file)).isEqualTo(data);
    cordon().memoryFailures().addListener(reports::add);
    cordon().memoryFailures().strike(file, PAGE);
    assertThat(Files.readAllBytes(file)).isEqualTo(data);
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().message()).isEqualTo(MessageType.CLEAN_PAGE);
    assertThat(reports.getFirst().paths()).containsExactly(file.toString());
    assertThat(cordon().memoryFailures().badRanges(file)).isEmpty();
  }

  @Test
  @Tag("B13")
  void whatOthersChangeIsSeen() throws IOException {
    assertThat(Files.readAllBytes(path("db/dir/data"))).isEqualTo(data);
    Files.writeString(plain("db/dir/data"), "changed");
    assertThat(Files.readString(path("db/dir/data"))).isEqualTo("changed");
    Files.writeString(plain("db/new"), "new");
    assertThat(Files.readString(path("db/new"))).isEqualTo("new");
    Files.delete(plain("db/new"));
    assertThat(Files.exists(path("db/new"))).isFalse();
  }

  @Test
  void nothingIsOpenedBeforeAFileIsRead() throws IOException {
    assertThat(Files.exists(path("db/dir/data"))).isTrue();
    assertThat(Files.size(path("db/dir/data"))).isEqualTo(data.length);
    assertThat(entries(path("db"))).containsExactly(path("db/dir"));
    assertThatThrownBy(() -> FileSystems.getFileSystem(URI.create("cordon://overlay")))
        .isInstanceOf(FileSystemNotFoundException.class);
    assertThat(Files.readAllBytes(path("db/dir/data"))).isEqualTo(data);
    assertThat(FileSystems.getFileSystem(URI.create("cordon://overlay")).isReadOnly()).isTrue();
  }

  @Test
  @Tag("S99")
  void nobodyClosesTheMount() throws IOException {
    assertThatThrownBy(() -> cordon().close())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cordon://overlay cannot be closed");
    assertThat(Files.readAllBytes(path("db/dir/data"))).isEqualTo(data);
  }

  @Test
  @Tag("B15")
  void noOtherMountOverlapsIt() throws IOException {
    CordonOptions small = CordonOptions.builder().size("4m").build();
    Path beside = Files.createDirectory(plain("beside"));
    // The first time it is not made yet.
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Cordon.mount(path("db/dir"), small))
          .isInstanceOf(FileSystemAlreadyExistsException.class)
          .hasMessageContaining("cordon://overlay");
      for (Path overlapping : List.of(path(""), fs.getPath("/"), plain("db"), plain(""))) {
        assertThatThrownBy(() -> Cordon.mount(overlapping, small))
            .isInstanceOf(FileSystemAlreadyExistsException.class);
      }
      Cordon.mount(beside, small).close();
    }
  }

  @Test
  void attributesOwnersAndKeysAreThoseOfTheDisk() throws IOException {
    Path file = path("db/dir/data");
    PosixFileAttributes shown = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes real =
        Files.readAttributes(plain("db/dir/data"), PosixFileAttributes.class);
    assertThat(shown.fileKey()).isEqualTo(real.fileKey());
    assertThat(shown.owner()).isEqualTo(real.owner());
    assertThat(shown.group()).isEqualTo(real.group());
    assertThat(shown.permissions()).isEqualTo(real.permissions());
    assertThat(shown.lastModifiedTime()).isEqualTo(OLD);
    assertThat(Files.readAttributes(file, "unix:*"))
        .containsAllEntriesOf(Files.readAttributes(plain("db/dir/data"), "unix:ino,mode,nlink"));
    assertThat(fs.supportedFileAttributeViews()).isEqualTo(fs.real().supportedFileAttributeViews());
    assertThat(file.toFile()).exists();
    assertThat(file.toUri()).isEqualTo(plain("db/dir/data").toUri());
  }

  @Test
  void hardLinksOutsideAreTheSameFile() throws IOException {
    Files.createLink(plain("second"), plain("db/dir/data"));
    assertThat(Files.isSameFile(path("second"), path("db/dir/data"))).isTrue();
    assertThat(Files.isSameFile(path("db/dir"), path("db/dir/data"))).isFalse();
    assertThat(Files.readAllBytes(path("second"))).isEqualTo(data);
  }

  @Test
  void linksLeadWhereTheyLeadOnTheDisk() throws IOException {
    Files.writeString(plain("outside"), "outside");
    Files.createSymbolicLink(plain("in"), plain("db/dir"));
    Files.createSymbolicLink(plain("db/out"), plain("outside"));
    Files.createSymbolicLink(plain("db/up"), Path.of("../outside"));
    Files.createSymbolicLink(plain("db/top"), Path.of("../".repeat(60) + plain("outside")));
    Files.createSymbolicLink(plain("db/null"), Path.of("/dev/null"));
    assertThat(Files.readAllBytes(path("in/data"))).isEqualTo(data);
    assertThat(path("in/data").toRealPath()).isEqualTo(path("db/dir/data").toRealPath());
    for (String name : List.of("db/out", "db/up", "db/top", "db/dir/../up", "db/dir/./../out")) {
      assertThat(Files.readString(path(name))).as(name).isEqualTo("outside");
      assertThat(path(name).toRealPath()).isEqualTo(path("outside").toRealPath());
    }
    assertThat(Files.readString(path("db/null"))).isEmpty();
    assertThat(Files.readSymbolicLink(path("db/up"))).isEqualTo(fs.getPath("../outside"));
    // On the disk there is no way up from what is not there.
    assertThatThrownBy(() -> Files.readString(path("absent/../db/out")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(path("absent/../db/out").toString());
    assertThat(Files.isSameFile(path("db/out"), path("outside"))).isTrue();
    Files.delete(plain("db/null"));
  }

  @Test
  void aWalkFindsWhatTheDiskHasAndEachNameOnce() throws IOException {
    Files.writeString(plain("beside"), "");
    try (Stream<Path> walk = Files.walk(path(""))) {
      assertThat(walk)
          .containsExactlyInAnyOrder(
              path(""), path("beside"), path("db"), path("db/dir"), path("db/dir/data"));
    }
  }

  @Test
  void aPathThatTheDiskLacksIsNotThere() {
    Path nowhere = fs.getPath(NOWHERE);
    assertThat(Files.exists(nowhere)).isFalse();
    assertThat(Files.exists(nowhere.getParent())).isFalse();
    assertThat(Files.exists(fs.getPath("/no-such-directory"))).isFalse();
    assertThatThrownBy(() -> Files.readString(nowhere.resolve("f")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(NOWHERE);
  }

  @Test
  void copiesGoBothWaysAsTheDiskMakesThem() throws IOException {
    Files.setPosixFilePermissions(
        plain("db/dir/data"), PosixFilePermissions.fromString("rwxr-x--x"));
    Path copy = path("copy");
    Files.copy(path("db/dir/data"), copy);
    assertThat(Files.readAllBytes(copy)).isEqualTo(data);
    assertThat(Files.isExecutable(copy)).isTrue();
    Files.copy(path("db/dir"), path("directory"), LinkOption.NOFOLLOW_LINKS);
    assertThat(path("directory")).isEmptyDirectory();
    try (FileSystem memory = Cordon.newFileSystem(CordonOptions.builder().size("8m").build())) {
      Files.copy(path("db/dir/data"), memory.getPath("/copy"));
      assertThat(Files.readAllBytes(memory.getPath("/copy"))).isEqualTo(data);
    }
  }

  @Test
  void theDiskIsWatched() throws Exception {
    try (WatchService service = fs.newWatchService()) {
      var key = path("db").register(service, ENTRY_CREATE);
      Files.createFile(plain("db/new"));
      assertThat(service.poll(60, TimeUnit.SECONDS)).isSameAs(key);
      assertThat(key.pollEvents().getFirst().context()).isEqualTo(fs.getPath("new"));
    }
  }

  @Test
  void aZipFileIsOpenedAsAFileSystem() throws IOException {
    Path zip = plain("db/z.zip");
    try (FileSystem made = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.writeString(made.getPath("/entry"), "zipped");
    }
    try (FileSystem opened = FileSystems.newFileSystem(path("db/z.zip"))) {
      assertThat(opened.isReadOnly()).isTrue();
      assertThat(Files.readString(opened.getPath("/entry"))).isEqualTo("zipped");
    }
  }

  /** Not every name of a disk can be put as text, and the page cache has no others. */
  @Test
  void aFileWhoseNameIsNoTextIsReadFromTheDisk() throws Exception {
    var shell =
        new ProcessBuilder("sh", "-c", "printf odd > \"$(printf 'n\\377me')\"")
            .directory(plain("db").toFile())
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
    List<Path> found = new ArrayList<>(entries(path("db")));
    assertThat(found.remove(path("db/dir"))).isTrue();
    assertThat(found).hasSize(1);
    assertThat(Files.readString(found.getFirst())).isEqualTo("odd");
  }

  @Test
  void noOpenDirectoryLeadsAroundIt() throws IOException {
    for (Path directory : List.of(path(""), path("db"), path("db/dir"), fs.getPath("/"))) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        assertThat(stream).isNotInstanceOf(SecureDirectoryStream.class);
      }
    }
    Files.createDirectory(plain("beside"));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("beside"))) {
      assertThat(stream).isInstanceOf(SecureDirectoryStream.class);
    }
  }
}
