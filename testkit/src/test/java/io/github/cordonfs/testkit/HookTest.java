package io.github.cordonfs.testkit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.TellingObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules reach in a file system of Cordon that no wrapper has. */
class HookTest {

  private FaultDisk disk;
  private CordonFileSystem fs;
  private Faults faults;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    disk = FaultDisk.inCordon();
    fs = (CordonFileSystem) disk.fileSystem();
    faults = disk.faults();
    file = Files.write(fs.getPath("/file"), new byte[8192]);
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  @Test
  void aFileSystemWithoutHookHasOtherChannels() throws IOException {
    try (CordonFileSystem plain = Cordon.newFileSystem(CordonOptions.builder().size("8m").build());
        FileChannel channel = FileChannel.open(plain.getPath("/file"), CREATE, WRITE);
        FileChannel hooked = FileChannel.open(file)) {
      assertThat(channel.getClass()).isNotEqualTo(hooked.getClass());
      assertThat(channel.getClass().getSimpleName()).isEqualTo("CordonChannel");
      assertThatThrownBy(() -> Faults.of(plain.getPath("/file")))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Faults.of(file)).isSameAs(faults);
  }

  @Test
  void theChannelIsCordonsOwn() throws IOException {
    try (CordonFileChannel channel = CordonFileChannel.of(FileChannel.open(file, READ, WRITE));
        Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(100);
      channel.write(ByteBuffer.wrap(new byte[] {7}), 4100);
      FaultRule rule = faults.on("/file").op(FileOp.READ).range(4100, 1).nth(2).fail(Errno.EIO);
      assertThat(channel.read(target, 10, 5, 4098)).isEqualTo(5);
      assertThat(target.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 12)).isEqualTo((byte) 7);
      assertThatThrownBy(() -> channel.read(target, 0, 10, 4096)).hasMessage("Input/output error");
      rule.enabled(false);
      faults.on("/file").op(FileOp.WRITE, FileOp.TRUNCATE).fail(Errno.ENOSPC);
      assertThatThrownBy(() -> channel.punchHole(0, 4096)).hasMessageContaining("No space");
      assertThatThrownBy(() -> channel.setSize(1)).hasMessageContaining("No space");
      assertThatThrownBy(() -> channel.allocate(0, 1 << 20, false)).hasMessageContaining("space");
      assertThat(channel.size()).isEqualTo(8192);
    }
  }

  @Test
  void everyOperationOfAnOpenFileMeetsTheRules() throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE);
        FileChannel directory = FileChannel.open(fs.getPath("/"), READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      failing(FileOp.READ, () -> channel.read(buffer));
      failing(FileOp.READ, () -> channel.read(buffer, 0));
      failing(FileOp.READ, () -> channel.read(new ByteBuffer[] {buffer}));
      failing(FileOp.READ, () -> channel.transferTo(0, 1, channel));
      failing(FileOp.WRITE, () -> channel.write(buffer));
      failing(FileOp.WRITE, () -> channel.write(buffer, 0));
      failing(FileOp.WRITE, () -> channel.write(new ByteBuffer[] {buffer}));
      failing(FileOp.TRUNCATE, () -> channel.truncate(0));
      failing(FileOp.FORCE, () -> channel.force(true));
      failing(FileOp.FORCE, () -> directory.force(true));
      failing(FileOp.MAP, () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1));
      failing(FileOp.MAP, () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1, Arena.ofAuto()));
      failing(FileOp.LOCK, channel::lock);
      failing(FileOp.LOCK, channel::tryLock);
      failing(FileOp.LOCK, () -> directory.lock(0, 1, true));
      try (FileLock lock = channel.lock()) {
        assertThat(lock.channel()).isSameAs(channel);
      }
      try (CordonFileSystem plain =
              Cordon.newFileSystem(CordonOptions.builder().size("8m").build());
          FileChannel other =
              FileChannel.open(Files.write(plain.getPath("/o"), new byte[1]), READ, WRITE)) {
        failing(FileOp.READ, () -> other.transferFrom(channel, 0, 1));
        failing(FileOp.WRITE, () -> other.transferTo(0, 1, channel));
      }
    }
    assertThat(disk.openHandles()).isEmpty();
  }

  /** Something that is done. */
  private interface Action {
    void run() throws Exception;
  }

  private void failing(FileOp op, Action action) {
    FaultRule rule = faults.on("**").op(op).fail(Errno.ETIMEDOUT);
    assertThatThrownBy(action::run).hasStackTraceContaining("Connection timed out");
    assertThat(rule.fired()).as(op.toString()).isEqualTo(1);
    faults.disarm();
  }

  @Test
  void streamsMeetTheRules() throws IOException {
    faults.on("/file").op(FileOp.READ).flipBit(3, 0);
    try (var in = Files.newInputStream(file)) {
      assertThat(in.readNBytes(5)).containsExactly(0, 0, 0, 1, 0);
    }
    faults.disarm();
    FaultRule rule = faults.on("/out").op(FileOp.WRITE).atMost(3);
    try (OutputStream out = Files.newOutputStream(fs.getPath("/out"))) {
      out.write(new byte[] {1, 2, 3, 4, 5, 6, 7});
    }
    assertThat(Files.readAllBytes(fs.getPath("/out"))).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(rule.fired()).isEqualTo(3);
  }

  @Test
  void asynchronousChannelsMeetTheRules() throws Exception {
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, READ, WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      failing(FileOp.READ, () -> channel.read(buffer, 0).get());
      failing(FileOp.WRITE, () -> channel.write(buffer, 0).get());
      failing(FileOp.TRUNCATE, () -> channel.truncate(1));
      failing(FileOp.FORCE, () -> channel.force(true));
      failing(FileOp.LOCK, () -> channel.lock().get());
      failing(FileOp.LOCK, channel::tryLock);
      assertThatThrownBy(
              () -> {
                faults.on("**").op(FileOp.READ).fail(Errno.EIO);
                channel.read(buffer, 0).get();
              })
          .isInstanceOf(ExecutionException.class)
          .hasCause(new IOException("Input/output error"));
      channel.lock().get().release();
      assertThat(disk.openHandles()).hasSize(1);
    }
  }

  @Test
  void operationsRelativeToAnOpenDirectoryMeetTheRules() throws IOException {
    Path directory = Files.createDirectory(fs.getPath("/d"));
    Files.createDirectory(directory.resolve("sub"));
    Path inner = Files.writeString(directory.resolve("f"), "x");
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      SecureDirectoryStream<Path> secure = (SecureDirectoryStream<Path>) stream;
      // Rules see where the directory is now.
      Files.move(directory, fs.getPath("/moved"));
      for (FileOp op : List.of(FileOp.DELETE, FileOp.MOVE, FileOp.OPEN)) {
        faults.on("/moved/f").op(op).fail(Errno.EIO);
      }
      faults.on("/moved/sub").op(FileOp.LIST, FileOp.DELETE).fail(Errno.EIO);
      Path name = inner.getFileName();
      Path sub = fs.getPath("sub");
      assertThatThrownBy(() -> secure.deleteFile(name)).hasMessageContaining("output error");
      assertThatThrownBy(() -> secure.deleteDirectory(sub)).hasMessageContaining("output error");
      assertThatThrownBy(() -> secure.move(name, secure, fs.getPath("g")))
          .hasMessageContaining("output error");
      assertThatThrownBy(() -> secure.newByteChannel(name, Set.of(READ)))
          .hasMessageContaining("output error");
      assertThatThrownBy(() -> secure.newDirectoryStream(sub)).hasMessageContaining("output error");
      assertThat(faults.fired()).hasSize(5);
      assertThat(disk.openHandles()).singleElement().asString().contains("directory stream of /d");
    }
    assertThat(disk.openHandles()).isEmpty();
  }

  @Test
  void whatIsDoneInAnOpenDirectoryIsLostToo() throws Exception {
    var report =
        Explore.powerCuts(
                started -> {
                  try (DirectoryStream<Path> stream = Files.newDirectoryStream(started.root())) {
                    SecureDirectoryStream<Path> secure = (SecureDirectoryStream<Path>) stream;
                    Path name = started.fileSystem().getPath("new");
                    secure.newByteChannel(name, Set.of(CREATE_NEW, WRITE)).close();
                    secure.move(name, secure, started.fileSystem().getPath("done"));
                    started.promise("done");
                  }
                },
                left -> {
                  if (left.isPromised("done") && Files.notExists(left.root().resolve("done"))) {
                    throw new AssertionError("it is gone");
                  }
                })
            .run();
    assertThat(report.failures().getFirst().toString())
        .contains("power cut after operation 3 of 3", "rename /new to /done");
  }

  @Test
  void whatIsWrittenInOtherThreadsAndHolesAreLostToo() throws Exception {
    var report =
        Explore.powerCuts(
                started -> {
                  Path path = started.root().resolve("file");
                  try (AsynchronousFileChannel channel =
                      AsynchronousFileChannel.open(path, WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {2}), 0).get();
                  }
                  try (CordonFileChannel channel =
                      CordonFileChannel.of(FileChannel.open(path, WRITE))) {
                    channel.punchHole(4096, 4096);
                    channel.setSize(20_000);
                    channel.setSize(10_000);
                  }
                  assertThat(started.unforced())
                      .containsExactly(
                          "write 1 bytes at 0 of /file",
                          "write 4096 bytes at 4096 of /file",
                          "write 1 bytes at 19999 of /file",
                          "truncate /file to 10000");
                },
                left -> {
                  byte[] found = Files.readAllBytes(left.root().resolve("file"));
                  assertThat(found).hasSizeGreaterThanOrEqualTo(8192);
                  assertThat(found[0]).isBetween((byte) 1, (byte) 2);
                })
            .given(started -> {
              byte[] ones = new byte[8192];
              java.util.Arrays.fill(ones, (byte) 1);
              Files.write(started.root().resolve("file"), ones);
            })
            .check();
    assertThat(report.operations()).isEqualTo(4);
  }

  @Test
  void copiesAndMovesBetweenFileSystemsMeetTheRulesOfBoth() throws IOException {
    List<String> told = new ArrayList<>();
    try (FaultDisk other = FaultDisk.inCordon();
        CordonFileSystem plain = Cordon.newFileSystem(CordonOptions.builder().size("8m").build())) {
      Path there = other.fileSystem().getPath("/there");
      failing(FileOp.COPY, () -> Files.copy(file, there));
      failing(FileOp.MOVE, () -> Files.move(file, there));
      other.faults().on("/there").op(FileOp.COPY).fail(Errno.ENOSPC);
      assertThatThrownBy(() -> Files.copy(file, there)).hasMessageContaining("No space left");
      Path unknown = Files.writeString(plain.getPath("/unknown"), "x");
      assertThatThrownBy(() -> Files.copy(unknown, there)).hasMessageContaining("No space left");
      assertThatThrownBy(() -> Files.move(unknown, there)).hasMessageContaining("No space left");
      other.faults().disarm();
      other.observe(new TellingObserver(told));
      disk.observe(new TellingObserver(told));
      Files.copy(unknown, there);
      Files.move(file, there, StandardCopyOption.REPLACE_EXISTING);
      Files.move(there, plain.getPath("/back"));
    }
    assertThat(told)
        .containsExactly(
            "created there",
            "wrote 1",
            "deleted there",
            "created there",
            "wrote 8192",
            "deleted file",
            "deleted there");
  }

  @Test
  void attributeViewsMeetTheRules() throws IOException {
    failing(FileOp.SET_ATTRIBUTES, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)));
    failing(
        FileOp.SET_ATTRIBUTES,
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")));
    BasicFileAttributeView view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    failing(FileOp.READ_ATTRIBUTES, view::readAttributes);
    failing(FileOp.READ_ATTRIBUTES, () -> assertThat(file.toRealPath()).isEqualTo(file));
    assertThat(view.name()).isEqualTo("basic");
    assertThat(view.readAttributes().size()).isEqualTo(8192);
    Path gone = fs.getPath("/gone");
    assertThatThrownBy(
            () -> Files.getFileAttributeView(gone, BasicFileAttributeView.class).readAttributes())
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
  }

  @Test
  void watchServicesWorkAndAreHandles() throws Exception {
    try (WatchService service = fs.newWatchService()) {
      fs.getPath("/").register(service, StandardWatchEventKinds.ENTRY_CREATE);
      faults.on("/nowhere").fail(Errno.EIO);
      Files.createFile(fs.getPath("/new"));
      assertThat(service.take().pollEvents()).hasSize(1);
      assertThat(disk.openHandles()).hasSize(1);
    }
    assertThat(disk.openHandles()).isEmpty();
  }

  /** By its name, as the compiler warns of it. */
  private static OpenOption direct() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ExtendedOpenOption", e);
    }
  }

  @Test
  void directChannelsCheckBlocksWithAndWithoutRules() throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE, direct())) {
      ByteBuffer block = ByteBuffer.allocate(4096);
      for (boolean rules : new boolean[] {false, true}) {
        if (rules) {
          faults.on("/nowhere").fail(Errno.EIO);
        }
        assertThat(channel.read(block.clear(), 0)).isEqualTo(4096);
        assertThat(channel.write(block.clear(), 0)).isEqualTo(4096);
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0))
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("not a multiple of the block size");
        assertThatThrownBy(() -> channel.write(block.clear(), 1))
            .hasMessageContaining("not a multiple of the block size");
      }
    }
  }

  @Test
  void anInterruptClosesTheChannelAsWithoutRules() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      faults.on("/nowhere").fail(Errno.EIO);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
      assertThat(disk.openHandles()).isEmpty();
    }
  }

  @Test
  void closingTheFileSystemItselfEndsRulesAndHandles() throws IOException {
    FileChannel channel = FileChannel.open(file);
    faults.on("**").fail(Errno.EIO);
    fs.close();
    assertThat(channel.isOpen()).isFalse();
    assertThat(disk.openHandles()).isEmpty();
  }

  @Test
  void anOpeningThatFailsLeavesNothingOpen() throws IOException {
    disk.observe(new TellingObserver(new ArrayList<>()));
    assertThatThrownBy(() -> FileChannel.open(fs.getPath("/gone"), READ))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
    assertThatThrownBy(() -> FileChannel.open(file, WRITE, CREATE_NEW))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(disk.openHandles()).isEmpty();
  }

  @Test
  void whatTheKitDoesItselfMeetsNoRuleAndIsNoHandle() throws IOException {
    List<String> told = new ArrayList<>();
    disk.observe(new TellingObserver(told));
    faults.failedForce(FailedForce.CONTENT_REVERTS);
    faults.on("**").op(FileOp.READ_ATTRIBUTES, FileOp.READ).fail(Errno.EIO);
    try (FileChannel channel = FileChannel.open(fs.getPath("/new"), CREATE, WRITE)) {
      channel.write(ByteBuffer.allocate(1));
      assertThat(disk.openHandles()).hasSize(1);
    }
    Files.move(fs.getPath("/new"), fs.getPath("/moved"));
    assertThat(told).containsExactly("created new", "wrote 1", "moved moved");
    assertThat(faults.fired()).isEmpty();
  }
}
