package io.github.cordonfs.nio.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.nio.mapping.MappingFixture;
import io.github.cordonfs.os.ChildProcess;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of the disk, mounted. */
class MountTest {

  private static final int PAGE = 4096;
  private static final FileTime OLD = FileTime.fromMillis(1_600_000_000_000L);

  @TempDir Path directory;

  private Path disk;
  private Path outside;

  private CordonFileSystem mount;
  private byte[] data;

  @BeforeEach
  void mountIt() throws IOException {
    disk = Files.createDirectory(directory.resolve("mounted"));
    outside = Files.createFile(directory.resolve("outside"));
    data = new byte[3 << 20];
    new Random(1).nextBytes(data);
    Files.createDirectories(disk.resolve("dir/sub"));
    write("dir/data", data);
    Files.createSymbolicLink(disk.resolve("link"), Path.of("dir/data"));
    Files.createSymbolicLink(disk.resolve("absolute"), disk.toRealPath().resolve("dir/data"));
    Files.createSymbolicLink(disk.resolve("out"), outside);
    Files.createSymbolicLink(disk.resolve("up"), Path.of("dir/../../x"));
    Files.createSymbolicLink(disk.resolve("loop"), Path.of("loop"));
    Files.createLink(disk.resolve("second"), disk.resolve("dir/data"));
    mount = Cordon.mount(disk, CordonOptions.builder().size("16m").injection(true).build());
  }

  /** Writes a file whose stamp is old enough to be trusted, but for ctime. */
  private void write(String name, byte[] bytes) throws IOException {
    Files.write(disk.resolve(name), bytes);
    Files.setLastModifiedTime(disk.resolve(name), OLD);
  }

  @AfterEach
  void close() throws IOException {
    mount.close();
  }

  @Test
  void filesAreReadByAllTheirNames() throws IOException {
    for (String name : List.of("/dir/data", "/link", "/absolute", "/second", "/dir/../link")) {
      assertThat(Files.readAllBytes(mount.getPath(name))).as(name).isEqualTo(data);
    }
    assertThat(mount.memoryUsage().usedBytes()).isLessThan(data.length + (1 << 20));
    assertThat(Files.isSameFile(mount.getPath("/link"), mount.getPath("/second"))).isTrue();
    assertThat(mount.getPath("/link").toRealPath()).isEqualTo(mount.getPath("/dir/data"));
  }

  @Test
  @Tag("B14")
  void linksThatLeadOutAreRefused() {
    for (String name : List.of("/out", "/up")) {
      assertThatThrownBy(() -> Files.readAllBytes(mount.getPath(name)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("leads out")
          .hasMessageContaining(name);
    }
    assertThatThrownBy(() -> Files.readAllBytes(mount.getPath("/loop")))
        .isInstanceOf(FileSystemException.class);
    assertThat(Files.isSymbolicLink(mount.getPath("/out"))).isTrue();
  }

  @Test
  @Tag("B14")
  void namesAndAttributesPassThrough() throws IOException {
    try (Stream<Path> walk = Files.walk(mount.getPath("/"))) {
      assertThat(walk.map(Path::toString))
          .containsExactlyInAnyOrder(
              "/",
              "/dir",
              "/dir/sub",
              "/dir/data",
              "/link",
              "/absolute",
              "/out",
              "/up",
              "/loop",
              "/second");
    }
    Path path = mount.getPath("/dir/data");
    Path real = disk.resolve("dir/data");
    assertThat(Files.readAttributes(path, "unix:*"))
        .containsAllEntriesOf(Files.readAttributes(real, "unix:ino,nlink,mode,ctime,size"));
    assertThat(Files.readAttributes(path, PosixFileAttributes.class).permissions())
        .isEqualTo(Files.getPosixFilePermissions(real));
    assertThat(Files.readSymbolicLink(mount.getPath("/link"))).isEqualTo(mount.getPath("dir/data"));
    assertThat(Files.getFileStore(path).isReadOnly()).isTrue();
    assertThatThrownBy(() -> Files.size(mount.getPath("/none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("/none");
    assertThatThrownBy(() -> Files.list(path))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage("/dir/data");
  }

  @Test
  @Tag("B14")
  void nothingCanBeChanged() throws IOException {
    Path path = mount.getPath("/dir/data");
    Path other = mount.getPath("/other");
    List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> changes = new ArrayList<>();
    changes.add(() -> Files.write(path, new byte[1]));
    changes.add(() -> FileChannel.open(path, StandardOpenOption.WRITE));
    changes.add(() -> FileChannel.open(path, StandardOpenOption.DELETE_ON_CLOSE));
    changes.add(() -> Files.createFile(other));
    changes.add(() -> Files.createDirectory(other));
    changes.add(() -> Files.createSymbolicLink(other, path));
    changes.add(() -> Files.createLink(other, path));
    changes.add(() -> Files.delete(path));
    changes.add(() -> Files.move(path, other));
    changes.add(() -> Files.copy(path, other));
    changes.add(() -> Files.setLastModifiedTime(path, OLD));
    changes.add(() -> Files.setAttribute(path, "user:x", ByteBuffer.wrap(new byte[1])));
    changes.add(() ->
        Files.getFileAttributeView(path, PosixFileAttributeView.class).setTimes(OLD, OLD, OLD));
    for (var change : changes) {
      assertThatThrownBy(change).isInstanceOf(ReadOnlyFileSystemException.class);
    }
    assertThat(Files.isWritable(path)).isFalse();
    assertThat(Files.isReadable(path)).isTrue();
    assertThat(Files.readAllBytes(disk.resolve("dir/data"))).isEqualTo(data);
  }

  @Test
  void filesAreCopiedIntoMemoryAndNotBack() throws IOException {
    try (FileSystem memory = Cordon.newFileSystem()) {
      Path copy = memory.getPath("/copy");
      Files.copy(mount.getPath("/link"), copy);
      assertThat(Files.readAllBytes(copy)).isEqualTo(data);
      assertThatThrownBy(() -> Files.copy(copy, mount.getPath("/new")))
          .isInstanceOf(ReadOnlyFileSystemException.class);
    }
  }

  @Test
  @Tag("H9")
  @Tag("H11")
  void aStruckPageIsReadAgain() throws IOException {
    Path path = mount.getPath("/dir/data");
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    MemoryFailureEvent event = mount.memoryFailures().strike(path, 5 * PAGE + 1);
    assertThat(event.message()).isEqualTo(MessageType.CLEAN_PAGE);
    assertThat(event.paths()).contains("/dir/data");
    assertThat(mount.memoryFailures().badFiles()).isEmpty();
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
  }

  @Test
  void readsThatFindTheirPagesAreToldFromThoseThatWait() throws IOException {
    Path path = mount.getPath("/dir/data");
    assertThat(mount.readCounts()).isEqualTo(ReadCounts.NONE);
    assertThat(mount.readCounts().hitRate()).isNaN();
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer buffer = ByteBuffer.allocate(PAGE);
      assertThat(channel.read(buffer, 0)).isEqualTo(PAGE);
      assertThat(mount.readCounts()).isEqualTo(new ReadCounts(0, 1));
      for (int i = 0; i < 9; i++) {
        assertThat(channel.read(buffer.clear(), 1)).isEqualTo(PAGE);
        assertThat(channel.read(buffer.clear(), data.length - 1)).isEqualTo(1);
        assertThat(channel.read(buffer.clear(), data.length)).isEqualTo(-1);
      }
      // Whether the end was read in advance is not asked here.
      ReadCounts counts = mount.readCounts();
      assertThat(counts.hits() + counts.misses()).isEqualTo(1 + 18);
      assertThat(counts.misses()).isBetween(1L, 3L);
      mount.memoryFailures().strike(path, 0);
      assertThat(channel.read(buffer.clear(), 0)).isEqualTo(PAGE);
      assertThat(mount.readCounts()).isEqualTo(new ReadCounts(counts.hits(), counts.misses() + 1));
    }
    try (CordonFileSystem memory = Cordon.newFileSystem()) {
      Files.write(memory.getPath("/file"), data);
      assertThat(Files.readAllBytes(memory.getPath("/file"))).isEqualTo(data);
      assertThat(memory.readCounts()).isEqualTo(ReadCounts.NONE);
    }
  }

  @Test
  void readsOfTheStoreAreCounted() throws IOException {
    Path path = mount.getPath("/dir/data");
    long before = mount.storeReads();
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    long once = mount.storeReads();
    assertThat(once).isGreaterThan(before);
    mount.memoryFailures().strike(path, 5 * PAGE);
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    assertThat(mount.storeReads()).isGreaterThan(once);
    try (CordonFileSystem memory = Cordon.newFileSystem()) {
      assertThat(memory.storeReads()).isZero();
    }
  }

  @Test
  @Tag("B12")
  @Tag("H9")
  void aMappingGetsTheStruckPageAnew() throws Exception {
    Path path = mount.getPath("/dir/data");
    try (FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofShared()) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, data.length, arena);
      assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
      mount.memoryFailures().strike(path, 5 * PAGE);
      for (int i = 0; i < 2000 && MappingFixture.faults(mapped, 5 * PAGE); i++) {
        Thread.sleep(1);
      }
      assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
    }
  }

  @Test
  void aPrivateMappingIsACopy() throws Exception {
    try (FileChannel channel = FileChannel.open(mount.getPath("/dir/data"));
        Arena arena = Arena.ofShared()) {
      assertThatThrownBy(() -> channel.map(MapMode.READ_WRITE, 0, 10, arena))
          .isInstanceOf(java.nio.channels.NonWritableChannelException.class);
    }
  }

  @Test
  @Tag("B12")
  void mappingsMayKeepHalfOfTheMemory() throws Exception {
    byte[] large = new byte[9 << 20];
    write("large", large);
    try (FileChannel channel = FileChannel.open(mount.getPath("/large"));
        Arena arena = Arena.ofShared()) {
      assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, large.length, arena))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/large")
          .hasMessageContaining("8388608");
      channel.map(MapMode.READ_ONLY, 0, 8 << 20, arena);
    }
    try (FileChannel channel = FileChannel.open(mount.getPath("/large"));
        Arena arena = Arena.ofShared()) {
      channel.map(MapMode.READ_ONLY, 1 << 20, 8 << 20, arena);
    }
  }

  @Test
  @Tag("B13")
  @Tag("B2")
  void aChangeIsNoticedWhenTheFileIsOpened() throws IOException {
    Path path = mount.getPath("/dir/data");
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
    byte[] other = new byte[data.length];
    new Random(2).nextBytes(other);
    write("dir/data", other);
    assertThat(Files.readAllBytes(path)).isEqualTo(other);
    Files.delete(disk.resolve("dir/data"));
    assertThatThrownBy(() -> Files.readAllBytes(path)).isInstanceOf(NoSuchFileException.class);
    write("dir/data", new byte[10]);
    assertThat(Files.readAllBytes(path)).isEqualTo(new byte[10]);
  }

  @Test
  @Tag("B13")
  @Tag("B2")
  void aChangeWithinTheStepOfTheClockIsNoticedToo() throws IOException {
    Path path = mount.getPath("/young");
    for (int i = 1; i < 50; i++) {
      byte[] bytes = {(byte) i, (byte) -i};
      Files.write(disk.resolve("young"), bytes);
      assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    }
  }

  @Test
  @Tag("B9")
  void aFileThatIsCutBehindOurBackIsAnErrorAndNoZeros() throws IOException {
    try (FileChannel channel = FileChannel.open(mount.getPath("/dir/data"))) {
      try (FileChannel real =
          FileChannel.open(disk.resolve("dir/data"), StandardOpenOption.WRITE)) {
        real.truncate(PAGE);
      }
      ByteBuffer buffer = ByteBuffer.allocate(PAGE);
      assertThatThrownBy(() -> channel.read(buffer, 10 * PAGE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/dir/data")
          .hasMessageContaining("bytes 40960 to 45055");
    }
  }

  @Test
  @Tag("B16")
  void anInterruptedReaderHarmsNobodyElse() throws Exception {
    Path path = mount.getPath("/dir/data");
    try (FileChannel channel = FileChannel.open(path)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10), 0))
          .isInstanceOf(java.nio.channels.ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
  }

  @Test
  @Tag("B15")
  void overlappingMountsAreRefused() throws IOException {
    for (Path directory : List.of(disk, disk.resolve("dir"), directory)) {
      assertThatThrownBy(() -> Cordon.mount(directory, CordonOptions.builder().size("4m").build()))
          .isInstanceOf(FileSystemAlreadyExistsException.class)
          .hasMessageContaining("overlaps");
    }
    mount.close();
    Cordon.mount(disk.resolve("dir"), CordonOptions.builder().size("4m").build()).close();
  }

  /** A directory that the system has mounted a second time is called otherwise, and is the same. */
  @Test
  @Tag("B15")
  void theSameFilesUnderAnotherNameAreRefused() throws IOException {
    MountedPart here = MountedPart.of(disk.resolve("dir").toRealPath());
    MountedPart above = MountedPart.of(disk.toRealPath());
    MountedPart beside = MountedPart.of(Files.createDirectory(disk.resolve("beside")).toRealPath());
    MountedPart bound = new MountedPart(Path.of("/elsewhere"), here.key(), here.above());
    MountedPart inBound = new MountedPart(Path.of("/elsewhere/x"), beside.key(), here.above());
    assertThat(bound.overlaps(here)).isTrue();
    assertThat(here.overlaps(bound)).isTrue();
    assertThat(inBound.overlaps(here)).isTrue();
    assertThat(here.overlaps(inBound)).isTrue();
    assertThat(bound.overlaps(above)).isTrue();
    assertThat(bound.overlaps(beside)).isFalse();
    assertThat(beside.overlaps(bound)).isFalse();
    MountedPart unmade = MountedPart.of(disk.resolve("dir/none/none").toAbsolutePath());
    assertThat(unmade.key()).isNull();
    assertThat(unmade.overlaps(here)).isTrue();
    assertThat(unmade.overlaps(bound)).isTrue();
    assertThat(unmade.overlaps(beside)).isFalse();
  }

  @Test
  @Tag("B15")
  void aDirectoryThatIsMountedTwiceByTheSystemIsRefused() throws Exception {
    Path bound = Files.createDirectory(disk.resolve("bound"));
    Path real = Files.createDirectories(disk.resolve("real/inner")).getParent();
    assumeTrue(runs("mount", "--bind", real.toString(), bound.toString()), "only root can bind");
    mount.close();
    try (FileSystem _ = Cordon.mount(real, CordonOptions.builder().size("4m").build())) {
      for (Path other : List.of(bound, bound.resolve("inner"))) {
        assertThatThrownBy(() -> Cordon.mount(other, CordonOptions.builder().size("4m").build()))
            .isInstanceOf(FileSystemAlreadyExistsException.class);
      }
    } finally {
      assertThat(runs("umount", bound.toString())).isTrue();
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).start();
      return ChildProcess.endsWithin(20, process) && process.exitValue() == 0;
    } catch (IOException _) {
      return false; // there is no such program
    }
  }

  @Test
  @Tag("F12")
  void foliosThatAreNeverSplitAreRefused() {
    CordonOptions whole = CordonOptions.builder().huge(HugePolicy.UNSPLITTABLE).build();
    assertThatThrownBy(() -> Cordon.mount(directory, whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad option huge=unsplittable: ");
  }

  @Test
  void onlyDirectoriesAreMounted() {
    assertThatThrownBy(() -> Cordon.mount(disk.resolve("dir/data"), CordonOptions.defaults()))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Cordon.mount(disk.resolve("none"), CordonOptions.defaults()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void byUri() throws IOException {
    mount.close();
    URI uri = URI.create("cordon://mounted");
    try (FileSystem opened =
        FileSystems.newFileSystem(uri, Map.of("backing", disk.toString(), "size", "16m"))) {
      assertThat(Files.readAllBytes(Path.of(URI.create("cordon://mounted/link")))).isEqualTo(data);
      assertThat(opened.isReadOnly()).isTrue();
    }
  }

  @Test
  void filesOfAnyProviderCanBeBehindIt() throws IOException {
    try (FileSystem memory = Cordon.newFileSystem()) {
      Path dir = Files.createDirectory(memory.getPath("/behind"));
      Files.write(dir.resolve("file"), data);
      try (FileSystem over = Cordon.mount(dir, CordonOptions.builder().size("16m").build())) {
        assertThat(Files.readAllBytes(over.getPath("/file"))).isEqualTo(data);
      }
    }
  }

  @Test
  @Tag("B17")
  void manyFilesAreReadWithFewDescriptors() throws IOException {
    int files = 400;
    for (int i = 0; i < files; i++) {
      Files.write(disk.resolve("f" + i), new byte[] {(byte) i, (byte) (i >> 8)});
    }
    long before = descriptors();
    List<FileChannel> channels = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      FileChannel channel = FileChannel.open(mount.getPath("/f" + i));
      channels.add(channel);
      ByteBuffer buffer = ByteBuffer.allocate(2);
      assertThat(channel.read(buffer, 0)).isEqualTo(2);
      assertThat(buffer.array()).containsExactly((byte) i, (byte) (i >> 8));
    }
    assertThat(descriptors() - before).isLessThan(300);
    for (FileChannel channel : channels) {
      channel.close();
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void aClosedMountIsClosed() throws IOException {
    Path path = mount.getPath("/dir/data");
    FileChannel channel = FileChannel.open(path);
    mount.close();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0))
        .isInstanceOfAny(IOException.class, IllegalStateException.class, RuntimeException.class);
    assertThatThrownBy(() -> Files.size(path))
        .isInstanceOf(java.nio.file.ClosedFileSystemException.class);
  }
}
