package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * What is taken and given back, over and over and each time somewhere else, leaves nothing behind:
 * no structure only grows. Looks at what is alive in the heap.
 */
@Tag("S70")
class GrowthTest {

  private static final int CYCLES = 1000;

  /** For what else lives in this JVM: less than 50 bytes a cycle. */
  private static final long TOLERANCE = 50L * CYCLES;

  private FileSystem fs;

  /** What the JVM loads once, some time after the first file system was opened, is no growth. */
  @BeforeAll
  static void loadWhatIsLoadedOnce() throws IOException {
    var _ = ManagementFactory.getPlatformMBeanServer();
    try (CordonFileSystem first =
        Cordon.newFileSystem(CordonOptions.builder().size(2 << 20).injection(true).build())) {
      first.memoryFailures().strike(Files.write(first.getPath("/f"), new byte[1]), 0);
    }
  }

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(HugePolicy.NEVER)
                .injection(true)
                .recycleInjected(true)
                .collapseRate(0)
                .patrolRate(0)
                .build());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private interface Cycle {
    void run(int number) throws Exception;
  }

  @TestFactory
  List<DynamicTest> nothingIsLeftOf() {
    return List.of(
        bounded("a sparse file that is written and punched", this::writeAndPunch),
        bounded("a sparse file that is written and cut off", this::writeAndTruncate),
        bounded("memory that is reserved and punched", this::allocateAndPunch),
        bounded("pages that fail and are cleared", this::strikeAndClear),
        bounded("names", this::makeAndMoveAndDelete),
        bounded("links", this::linkAndUnlink),
        bounded("directories", this::makeDirectories),
        bounded("open files", this::openAndClose),
        bounded("files without a name", this::deleteOnClose),
        bounded("locks", this::lock),
        bounded("watches", this::watch),
        bounded(
            "listeners",
            _ -> CordonFileSystem.of(fs).memoryFailures().addListener(e -> {}).close()),
        bounded("user attributes", this::setAttributes),
        bounded("mappings", this::map),
        bounded("asynchronous operations", this::writeAsynchronously),
        bounded("streams of URLs", this::readUrl));
  }

  @TestFactory
  List<DynamicTest> nothingIsLeftOfFileSystems() {
    return List.of(
        bounded(
            "with names",
            CYCLES / 10,
            i -> {
              URI uri = URI.create("cordon://growth" + i);
              try (FileSystem named = FileSystems.newFileSystem(uri, Map.of("size", "2m"))) {
                Files.write(named.getPath("/f"), new byte[1]);
              }
            }),
        bounded(
            "without",
            CYCLES / 10,
            _ -> {
              try (FileSystem other =
                  Cordon.newFileSystem(CordonOptions.builder().size(2 << 20).build())) {
                Files.write(other.getPath("/f"), new byte[1]);
              }
            }));
  }

  private static DynamicTest bounded(String name, Cycle cycle) {
    return bounded(name, CYCLES, cycle);
  }

  private static DynamicTest bounded(String name, int cycles, Cycle cycle) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          int warmUp = cycles / 3;
          for (int i = 0; i < warmUp; i++) {
            cycle.run(i);
          }
          long before = liveBytes();
          for (int i = warmUp; i < warmUp + cycles; i++) {
            cycle.run(i);
          }
          assertThat(liveBytes() - before).isLessThan(TOLERANCE);
        });
  }

  /** Returns the bytes of all objects that can be reached. */
  private static long liveBytes() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    String total = histogram.substring(histogram.lastIndexOf("Total"));
    return Long.parseLong(total.trim().split("\\s+", -1)[2]);
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(fs.getPath("/f"), CREATE, READ, WRITE);
  }

  private static long far(int number) {
    // Each in another node of the deepest level.
    return (number + 1L) << 32;
  }

  private void writeAndPunch(int number) throws IOException {
    try (FileChannel channel = channel()) {
      channel.write(ByteBuffer.allocate(1), far(number));
      CordonFileChannel.of(channel).punchHole(far(number), 4096);
    }
  }

  private void writeAndTruncate(int number) throws IOException {
    try (FileChannel channel = channel()) {
      channel.write(ByteBuffer.allocate(1), far(number));
      channel.truncate(1);
    }
  }

  private void allocateAndPunch(int number) throws IOException {
    try (FileChannel channel = channel()) {
      CordonFileChannel own = CordonFileChannel.of(channel);
      own.allocate(far(number), 8192, true);
      own.punchHole(far(number), 8192);
    }
  }

  private void strikeAndClear(int number) throws IOException {
    try (FileChannel channel = channel()) {
      channel.write(ByteBuffer.allocate(1), far(number));
      CordonFileSystem.of(fs).memoryFailures().strike(fs.getPath("/f"), far(number));
      CordonFileChannel.of(channel).clearPoison(far(number), 4096);
    }
  }

  private void makeAndMoveAndDelete(int number) throws IOException {
    Path made = Files.createFile(fs.getPath("/made" + number));
    Path moved = Files.move(made, fs.getPath("/moved" + number));
    Files.delete(moved);
  }

  private void linkAndUnlink(int number) throws IOException {
    Path file = fs.getPath("/f");
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
    Path link = Files.createLink(fs.getPath("/link" + number), file);
    Path symbolic = Files.createSymbolicLink(fs.getPath("/symbolic" + number), link);
    Files.readAttributes(symbolic, "*");
    Files.delete(symbolic);
    Files.delete(link);
  }

  private void makeDirectories(int number) throws IOException {
    Path directory = Files.createDirectories(fs.getPath("/d/" + number + "/e"));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.getParent())) {
      entries.forEach(each -> {});
    }
    Files.delete(directory);
    Files.delete(directory.getParent());
  }

  private void openAndClose(int number) throws IOException {
    try (FileChannel channel = channel();
        InputStream in = Files.newInputStream(fs.getPath("/f"))) {
      channel.write(ByteBuffer.allocate(1), number % 4096);
      in.read();
    }
  }

  private void deleteOnClose(int number) throws IOException {
    Path file = fs.getPath("/" + number);
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, DELETE_ON_CLOSE);
        FileChannel other = FileChannel.open(file, READ)) {
      channel.write(ByteBuffer.allocate(1));
      Files.delete(file);
      other.read(ByteBuffer.allocate(1));
    }
  }

  /** Another file each time: what is kept of one is found again by the next lock of it. */
  private void lock(int number) throws IOException {
    Path file = fs.getPath("/locked" + number);
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, DELETE_ON_CLOSE)) {
      channel.lock(number, 1, false).release();
      channel.lock(number, 1, false);
    }
  }

  private void watch(int number) throws IOException {
    Path directory = Files.createDirectory(fs.getPath("/watched" + number));
    try (WatchService watches = fs.newWatchService()) {
      WatchKey key =
          directory.register(
              watches, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      Path file = Files.write(directory.resolve("f"), new byte[1]);
      key.pollEvents();
      if (number % 2 == 0) {
        key.cancel();
      }
      Files.delete(file);
      if (number % 3 == 0) {
        Files.delete(directory);
      }
    }
    Files.deleteIfExists(directory);
  }

  private void setAttributes(int number) throws IOException {
    Path file = fs.getPath("/f");
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    view.write("name" + number, ByteBuffer.allocate(100));
    view.delete("name" + number);
  }

  private void map(int number) throws IOException {
    try (FileChannel channel = channel();
        Arena arena = Arena.ofConfined()) {
      long from = (number % 1000) * 4096L;
      channel.write(ByteBuffer.allocate(1), from);
      channel.map(MapMode.READ_WRITE, from, 4096, arena);
      channel.map(MapMode.READ_ONLY, from, 4096, arena);
      channel.map(MapMode.PRIVATE, from, 4096, arena);
      CordonFileChannel.of(channel).clearPoison(0, 1);
    }
  }

  private void writeAsynchronously(int number) throws Exception {
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(fs.getPath("/f"), CREATE, WRITE)) {
      channel.write(ByteBuffer.allocate(1), number % 4096).get();
      channel.lock(number, 1, false).get();
    }
  }

  private void readUrl(int number) throws IOException {
    Path file = Files.write(fs.getPath("/" + number), new byte[1]);
    try (InputStream in = file.toUri().toURL().openStream()) {
      in.read();
    }
    Files.delete(file);
  }
}
