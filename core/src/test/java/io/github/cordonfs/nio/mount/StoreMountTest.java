package io.github.cordonfs.nio.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.ReadShape;
import io.github.cordonfs.backing.TransientBackingException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of one's own, mounted: a zip file. */
@Tag("B18")
class StoreMountTest {

  private static final int PAGE = 4096;
  private static final CordonOptions OPTIONS =
      CordonOptions.builder().size("32m").injection(true).build();

  @TempDir Path directory;

  private ZipBacking zip;
  private CordonFileSystem mount;
  private byte[] data;

  @BeforeEach
  void mountIt() throws IOException {
    data = new byte[5 << 20];
    new Random(1).nextBytes(data);
    zip = new ZipBacking(directory.resolve("some.zip"));
    zip.put("dir/data", data);
    zip.put("dir/sub/small", new byte[] {1, 2, 3});
    zip.put("empty", new byte[0]);
    mount = Cordon.mount(zip, OPTIONS);
  }

  @AfterEach
  void close() throws IOException {
    mount.close();
  }

  @Test
  void filesAreReadByTheirNamesInTheStore() throws IOException {
    assertThat(Files.readAllBytes(mount.getPath("/dir/data"))).isEqualTo(data);
    assertThat(Files.readAllBytes(mount.getPath("dir/./sub/../data"))).isEqualTo(data);
    assertThat(Files.readAllBytes(Path.of(mount.getPath("/dir/sub/small").toUri())))
        .containsExactly(1, 2, 3);
    assertThat(Files.readAllBytes(mount.getPath("/empty"))).isEmpty();
    assertThatThrownBy(() -> Files.readAllBytes(mount.getPath("/dir/none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("/dir/none");
    assertThatThrownBy(() -> Files.newByteChannel(mount.getPath("/")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/: not a regular file");
    assertThat(mount.getPath("/dir/../empty").toRealPath()).isEqualTo(mount.getPath("/empty"));
    assertThat(Files.isSameFile(mount.getPath("/empty"), mount.getPath("/dir/../empty"))).isTrue();
    assertThat(Files.isSameFile(mount.getPath("/empty"), mount.getPath("/dir/data"))).isFalse();
  }

  @Test
  void whatIsInTheCacheIsNotReadAgain() throws IOException {
    byte[] first = Files.readAllBytes(mount.getPath("/dir/data"));
    long reads = zip.reads.get();
    assertThat(Files.readAllBytes(mount.getPath("/dir/data"))).isEqualTo(first);
    assertThat(zip.reads).hasValue((int) reads);
    assertThat(mount.storeReads()).isEqualTo(reads);
  }

  @Test
  void namesAndAttributesAreThoseOfTheStore() throws IOException {
    try (Stream<Path> walk = Files.walk(mount.getPath("/"))) {
      assertThat(walk.map(Path::toString))
          .containsExactlyInAnyOrder(
              "/", "/dir", "/dir/data", "/dir/sub", "/dir/sub/small", "/empty");
    }
    Path path = mount.getPath("/dir/data");
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(ZipBacking.TIME);
    assertThat(Files.readAttributes(path, "size,isRegularFile"))
        .containsEntry("size", (long) data.length)
        .containsEntry("isRegularFile", true)
        .hasSize(2);
    assertThat(Files.readAttributes(path, "basic:*")).hasSize(9);
    assertThatThrownBy(() -> Files.readAttributes(path, "none"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.readAttributes(path, "posix:*"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(path, PosixFileAttributes.class))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.list(path))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage("/dir/data");
    assertThatThrownBy(() -> Files.readSymbolicLink(path)).isInstanceOf(FileSystemException.class);
    assertThat(Files.getFileStore(path).name()).isEqualTo(zip.toString());
    assertThat(Files.isDirectory(mount.getPath("/dir"))).isTrue();
    assertThat(Files.isDirectory(mount.getPath("/none"))).isFalse();
  }

  @Test
  void withoutTheCapabilitiesAPathOpensByName() throws IOException {
    zip.capabilities = Set.of();
    try (CordonFileSystem plain = Cordon.mount(zip, OPTIONS)) {
      Path path = plain.getPath("/dir/data");
      assertThat(Files.readAllBytes(path)).isEqualTo(data);
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      assertThat(attributes.size()).isEqualTo(data.length);
      assertThat(attributes.isRegularFile()).isTrue();
      assertThat(attributes.lastModifiedTime()).isEqualTo(FileTime.fromMillis(0));
      assertThat(Files.isDirectory(plain.getPath("/"))).isTrue();
      assertThat(Files.exists(plain.getPath("/dir"))).isFalse();
      assertThatThrownBy(() -> Files.list(plain.getPath("/")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cannot be listed");
    }
  }

  @Test
  void aListedDirectoryIsOneWithoutAttributes() throws IOException {
    zip.capabilities = Set.of(BackingCapability.LIST);
    try (CordonFileSystem plain = Cordon.mount(zip, OPTIONS)) {
      try (Stream<Path> walk = Files.walk(plain.getPath("/"))) {
        assertThat(walk.map(Path::toString)).contains("/dir/sub/small", "/dir/sub", "/");
      }
      assertThatThrownBy(() -> Files.size(plain.getPath("/none")))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage("/none");
    }
  }

  @Test
  void whateverWouldChangeSomethingIsRefused() throws IOException {
    Path path = mount.getPath("/dir/data");
    Path other = mount.getPath("/other");
    List<Attempt> attempts =
        List.of(
            () -> Files.writeString(path, "x"),
            () -> Files.createFile(other),
            () -> Files.delete(path),
            () -> Files.move(path, other),
            () -> Files.copy(path, other),
            () -> Files.createDirectory(other),
            () -> Files.createSymbolicLink(other, path),
            () -> Files.createLink(other, path),
            () -> Files.setLastModifiedTime(path, ZipBacking.TIME),
            () ->
                Files.getFileAttributeView(path, BasicFileAttributeView.class)
                    .setTimes(ZipBacking.TIME, null, null));
    for (Attempt attempt : attempts) {
      assertThatThrownBy(attempt::run).isInstanceOf(ReadOnlyFileSystemException.class);
    }
    assertThatThrownBy(() -> path.getFileSystem().provider().checkAccess(path, AccessMode.WRITE))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(mount.isReadOnly()).isTrue();
    assertThatThrownBy(
            () -> Cordon.mount(zip, CordonOptions.builder().size("4m").writable(true).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read-only");
  }

  private interface Attempt {
    void run() throws IOException;
  }

  @Test
  void filesAreCopiedOutOfIt() throws IOException {
    try (CordonFileSystem memory =
        Cordon.newFileSystem(CordonOptions.builder().size("16m").build())) {
      Path copied = memory.getPath("/copied");
      Files.copy(mount.getPath("/dir/data"), copied, StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(Files.readAllBytes(copied)).isEqualTo(data);
      assertThat(Files.getLastModifiedTime(copied)).isEqualTo(ZipBacking.TIME);
    }
  }

  @Test
  void aPageThatFailsIsReadAgain() throws IOException {
    Path path = mount.getPath("/dir/data");
    List<MemoryFailureEvent> events = new ArrayList<>();
    mount.memoryFailures().addListener(events::add);
    Files.readAllBytes(path);
    mount.memoryFailures().strike(path, 3 * PAGE);
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().message()).isEqualTo(MessageType.CLEAN_PAGE);
    assertThat(events.getFirst().paths()).containsExactly("/dir/data");
  }

  @Test
  @Tag("B8")
  void aTransientErrorIsTriedAgainAndAnotherIsToldWithFileRangeAndStore() throws IOException {
    Path path = mount.getPath("/dir/data");
    AtomicInteger left = new AtomicInteger(2);
    zip.before =
        _ -> {
          if (left.getAndDecrement() > 0) {
            throw new TransientBackingException("slow down");
          }
        };
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    mount.memoryFailures().strike(path, PAGE);
    zip.before =
        _ -> {
          throw new IOException("the network is down");
        };
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      channel.position(PAGE);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(PAGE)))
          .isInstanceOf(FileSystemException.class)
          .hasMessage(
              "/dir/data: bytes 4096 to 8191 cannot be read from %s: the network is down", zip);
      zip.before = _ -> {};
      ByteBuffer page = ByteBuffer.allocate(PAGE);
      assertThat(channel.read(page)).isEqualTo(PAGE);
      assertThat(page.array()).isEqualTo(Arrays.copyOfRange(data, PAGE, 2 * PAGE));
    }
  }

  @Test
  void shortReadsAreGoneOnWith() throws IOException {
    zip.most = 1000;
    assertThat(Files.readAllBytes(mount.getPath("/dir/data"))).isEqualTo(data);
  }

  @Test
  @Tag("B9")
  void aFileThatEndsEarlyIsAnError() throws IOException {
    zip.endsAt = 100_000;
    assertThatThrownBy(() -> Files.readAllBytes(mount.getPath("/dir/data")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends at");
  }

  @Test
  @Tag("B13")
  void anotherVersionIsSeenByTheNextOpen() throws IOException {
    Path path = mount.getPath("/dir/data");
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    byte[] other = data.clone();
    other[0]++;
    zip.put("dir/data", other);
    assertThat(Files.readAllBytes(path)).isEqualTo(other);
  }

  @Test
  @Tag("B19")
  void onlyWhatIsWantedIsReadAndInOneRequestForAnExtent() throws IOException {
    zip.shape = new ReadShape(2 << 20, false);
    try (CordonFileSystem exact = Cordon.mount(zip, OPTIONS);
        FileChannel channel = FileChannel.open(exact.getPath("/dir/data"))) {
      // In order, which makes others read in advance.
      for (int at = 0; at < 1 << 20; at += 64 << 10) {
        ByteBuffer part = ByteBuffer.allocate(64 << 10);
        assertThat(channel.read(part, at)).isEqualTo(part.capacity());
      }
      assertThat(zip.bytes).hasValue(1 << 20);
      assertThat(zip.reads).hasValue(16);
      ByteBuffer extent = ByteBuffer.allocate(2 << 20);
      assertThat(channel.read(extent, 2 << 20)).isEqualTo(extent.capacity());
      assertThat(zip.reads).hasValue(17);
      assertThat(extent.array()).isEqualTo(Arrays.copyOfRange(data, 2 << 20, 4 << 20));
    }
  }

  @Test
  void aDirectoryIsMountedAsAStoreToo() throws IOException {
    Files.createDirectories(directory.resolve("d/e"));
    Files.writeString(directory.resolve("d/e/f"), "text");
    try (CordonFileSystem disk = Cordon.mount(Backing.of(directory.resolve("d")), OPTIONS);
        Stream<Path> walk = Files.walk(disk.getPath("/"))) {
      assertThat(walk.map(Path::toString)).containsExactly("/", "/e", "/e/f");
      assertThat(Files.readString(disk.getPath("/e/f"))).isEqualTo("text");
      assertThat(Files.getLastModifiedTime(disk.getPath("/e/f")))
          .isEqualTo(Files.getLastModifiedTime(directory.resolve("d/e/f")));
    }
  }

  @Test
  void theStoreIsClosedWithTheMount() throws IOException {
    Path path = mount.getPath("/dir/data");
    URI uri = path.toUri();
    assertThat(zip.closed).isFalse();
    mount.close();
    assertThat(zip.closed).isTrue();
    assertThatThrownBy(() -> Files.readAllBytes(path))
        .isInstanceOf(java.nio.file.ClosedFileSystemException.class);
    assertThatThrownBy(() -> Path.of(uri))
        .isInstanceOf(java.nio.file.FileSystemNotFoundException.class);
  }
}
