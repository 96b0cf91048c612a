package io.github.cordonfs.testkit;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class FaultsTest {

  @Parameter private DiskKind kind;
  private FaultDisk disk;
  private FileSystem fs;
  private Faults faults;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    disk = kind.open();
    fs = disk.fileSystem();
    faults = disk.faults();
    file = fs.getPath("/file");
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  @Test
  void theNthCallOfEachFileFailsAndNoOther() throws IOException {
    faults.on("/*.log").op(FileOp.WRITE).nth(2).fail(Errno.EIO);
    for (String name : List.of("/a.log", "/b.log")) {
      try (FileChannel channel = FileChannel.open(fs.getPath(name), CREATE, WRITE)) {
        channel.write(bytes(1));
        assertThatThrownBy(() -> channel.write(bytes(2))).hasMessage("Input/output error");
        channel.write(bytes(3));
      }
      assertThat(Files.readAllBytes(fs.getPath(name))).containsExactly(1, 3);
    }
    Files.write(file, new byte[] {1});
    Files.write(file, new byte[] {2});
    assertThat(faults.fired()).hasSize(2).allMatch(each -> each.contains("EIO"));
  }

  @Test
  void fromTheNthCallOnAllFail() throws IOException {
    FaultRule rule = faults.on("**").op(FileOp.READ).fromNth(2).fail(Errno.EIO);
    Files.write(file, new byte[8]);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(ByteBuffer.allocate(1));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).hasMessageContaining("output");
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).hasMessageContaining("output");
      rule.enabled(false);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
      assertThat(rule.fired()).isEqualTo(2);
    }
  }

  @Test
  void onceFiresOnce() throws IOException {
    faults.on("**").op(FileOp.OPEN).once().fail(Errno.EMFILE);
    assertThatThrownBy(() -> Files.createFile(file)).hasMessage("/file: Too many open files");
    Files.createFile(file);
  }

  @Test
  void aRuleHoldsInItsWindowOfTime() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    faults.clock(now::get);
    faults
        .on("**")
        .op(FileOp.OPEN)
        .between(Duration.ofSeconds(10), Duration.ofSeconds(20))
        .fail(Errno.ESTALE);
    for (int second : List.of(0, 9, 10, 19, 20, 100)) {
      now.set(Instant.EPOCH.plusSeconds(second));
      boolean failed = false;
      try {
        Files.write(file, new byte[1]);
      } catch (IOException _) {
        failed = true;
      }
      assertThat(failed).as("after %s s", second).isEqualTo(second >= 10 && second < 20);
    }
    assertThatThrownBy(() -> faults.on("**").between(Duration.ofSeconds(2), Duration.ofSeconds(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyCallsThatTouchTheRangeFail() throws IOException {
    Files.write(file, new byte[10_000]);
    faults.on("**").range(4096, 4096).fail(Errno.EIO);
    try (FileChannel channel = FileChannel.open(file)) {
      assertThat(channel.read(ByteBuffer.allocate(4096), 0)).isEqualTo(4096);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(4097), 0))
          .hasMessage("Input/output error");
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 8191))
          .hasMessage("Input/output error");
      assertThat(channel.read(ByteBuffer.allocate(1), 8192)).isEqualTo(1);
    }
  }

  @Test
  void theSameSeedChoosesTheSameCalls() throws IOException {
    List<Boolean> first = failing(7);
    assertThat(failing(7)).isEqualTo(first);
    assertThat(failing(8)).isNotEqualTo(first);
    assertThat(first.stream().filter(each -> each)).hasSizeBetween(20, 80);
  }

  private List<Boolean> failing(long seed) throws IOException {
    faults.disarm();
    Files.write(file, new byte[100]);
    faults.on("**").op(FileOp.READ).probability(0.25, seed).fail(Errno.EIO);
    List<Boolean> failed = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < 200; i++) {
        try {
          channel.read(ByteBuffer.allocate(1), 0);
          failed.add(false);
        } catch (IOException _) {
          failed.add(true);
        }
      }
    }
    return failed;
  }

  @Test
  void aFullDeviceTakesWhatFitsAndThenNothing() throws IOException {
    faults.on("**").afterBytes(10).fail(Errno.ENOSPC);
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      assertThat(channel.write(ByteBuffer.allocate(8))).isEqualTo(8);
      assertThat(channel.write(ByteBuffer.allocate(8))).isEqualTo(2);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(6)))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
    assertThat(Files.size(file)).isEqualTo(10);
  }

  @Test
  void aProgramThatIgnoresShortWritesLosesBytesAndACarefulOneDoesNot() throws IOException {
    faults.on("**").op(FileOp.WRITE).atMost(3);
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      channel.write(bytes(1, 2, 3, 4, 5));
    }
    assertThat(Files.size(file)).isEqualTo(3);
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      ByteBuffer buffer = bytes(1, 2, 3, 4, 5);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void aProgramThatIgnoresShortReadsGetsZerosAndACarefulOneDoesNot() throws IOException {
    Files.write(file, new byte[] {1, 2, 3, 4, 5});
    faults.on("**").op(FileOp.READ).atMost(2);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer naive = ByteBuffer.allocate(5);
      channel.read(naive, 0);
      assertThat(naive.array()).containsExactly(1, 2, 0, 0, 0);
      ByteBuffer careful = ByteBuffer.allocate(5);
      while (careful.hasRemaining() && channel.read(careful) >= 0) {
        // Goes on until all of it is there.
      }
      assertThat(careful.array()).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  void aBitFlipsInWhatIsReadAndTheFileStaysGood() throws IOException {
    Files.write(file, new byte[100]);
    FaultRule rule = faults.on("**").op(FileOp.READ).flipBit(42, 3);
    assertThat(Files.readAllBytes(file)[42]).isEqualTo((byte) 8);
    rule.enabled(false);
    assertThat(Files.readAllBytes(file)).containsOnly(0);
  }

  @Test
  void aBitFlipsInWhatIsWrittenAndStays() throws IOException {
    faults.on("**").op(FileOp.WRITE).flipBit(42, 0);
    byte[] zeros = new byte[100];
    Files.write(file, zeros);
    faults.disarm();
    assertThat(Files.readAllBytes(file)[42]).isEqualTo((byte) 1);
    assertThat(zeros).as("of the caller").containsOnly(0);
  }

  @Test
  void wholeSectorsAreZeros() throws IOException {
    byte[] ones = new byte[2000];
    Arrays.fill(ones, (byte) 1);
    Files.write(file, ones);
    faults.on("**").op(FileOp.READ).zeroSectors(512);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(1000);
      channel.read(buffer, 500);
      byte[] expected = new byte[1000];
      Arrays.fill(expected, 0, 12, (byte) 1);
      Arrays.fill(expected, 12 + 512, 1000, (byte) 1);
      assertThat(buffer.array()).isEqualTo(expected);
    }
  }

  @Test
  void aTornWriteLeavesItsFirstSectors() throws IOException {
    Files.write(file, new byte[4096]);
    faults.on("**").op(FileOp.WRITE).once().tear(512);
    byte[] ones = new byte[3000];
    Arrays.fill(ones, (byte) 1);
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      assertThatThrownBy(() -> channel.write(ByteBuffer.wrap(ones)))
          .hasMessage("Input/output error");
      assertThat(channel.position()).isZero();
    }
    byte[] found = Files.readAllBytes(file);
    assertThat(Arrays.copyOf(found, 1024)).containsOnly(1);
    assertThat(Arrays.copyOfRange(found, 1024, 4096)).containsOnly(0);
  }

  @Test
  void aLostWriteIsBelieved() throws IOException {
    faults.on("**").op(FileOp.WRITE).nth(2).lie();
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(channel.write(bytes(i))).isEqualTo(1);
      }
    }
    assertThat(Files.readAllBytes(file)).containsExactly(1, 0, 3);
  }

  @Test
  void memoryFailsUnderTheNthReadAndUnderAMapping() throws IOException {
    Files.write(file, new byte[10_000]);
    faults.on("**").op(FileOp.READ).nth(2).strike();
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      channel.read(ByteBuffer.allocate(1), 5000);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 5000))
          .isInstanceOf(PoisonedPageException.class);
      var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 10_000);
      faults.strike(file, 0);
      assertThatThrownBy(() -> mapped.get(0)).isInstanceOf(InternalError.class);
      assertThat(mapped.get(8192)).isZero();
    }
  }

  @Test
  void memoryDoesNotFailWhereNobodyCanMakeIt() {
    FaultFileSystem onDisk = FaultFileSystem.over(FileSystems.getDefault());
    assertThatThrownBy(() -> onDisk.faults().on("**").strike())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("injection(true)");
  }

  @Test
  void whatHangsGoesOnWhenItIsReleased() throws Exception {
    Files.write(file, new byte[] {1, 2});
    Hang hang = faults.on("**").op(FileOp.READ).hang();
    CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(this::content);
    assertThat(hang.awaitCaught(Duration.ofSeconds(60))).isTrue();
    assertThat(reader).isNotDone();
    hang.release();
    assertThat(reader.get(60, TimeUnit.SECONDS)).containsExactly(1, 2);
  }

  @Test
  void disarmingReleasesWhatHangs() throws Exception {
    Files.write(file, new byte[] {1, 2});
    Hang hang = faults.on("**").op(FileOp.READ).hang();
    CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(this::content);
    assertThat(hang.awaitCaught(Duration.ofSeconds(60))).isTrue();
    faults.disarm();
    assertThat(reader.get(60, TimeUnit.SECONDS)).containsExactly(1, 2);
  }

  private byte[] content() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aSlowOperationTakesAtLeastThatLong() throws IOException {
    faults.on("**").op(FileOp.OPEN).delay(Duration.ofMillis(30));
    long start = System.nanoTime();
    Files.createFile(file);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void operationsOnPathsFail() throws IOException {
    Files.createFile(file);
    faults.on("/file").op(FileOp.MOVE, FileOp.DELETE, FileOp.COPY).fail(Errno.EROFS);
    assertThatThrownBy(() -> Files.delete(file)).hasMessage("/file: Read-only file system");
    assertThatThrownBy(() -> Files.move(file, fs.getPath("/b")))
        .hasMessage("/file -> /b: Read-only file system");
    assertThatThrownBy(() -> Files.copy(file, fs.getPath("/b")))
        .hasMessage("/b: Read-only file system");
  }

  @Test
  void transfersOfChannelsAndStreamsPassTheRulesToo() throws IOException {
    Files.write(file, new byte[100]);
    faults.on("/file").op(FileOp.READ).fail(Errno.EIO);
    Path other = fs.getPath("/other");
    try (FileChannel from = FileChannel.open(file);
        FileChannel to = FileChannel.open(other, CREATE, WRITE)) {
      assertThatThrownBy(() -> from.transferTo(0, 100, to)).hasMessage("Input/output error");
      assertThatThrownBy(() -> to.transferFrom(from, 0, 100)).hasMessage("Input/output error");
    }
    assertThatThrownBy(() -> Files.newInputStream(file).read()).hasMessage("Input/output error");
  }

  @Test
  void appendedBytesGoWhereTheyBelong() throws IOException {
    Files.write(file, new byte[] {1});
    faults.on("**").op(FileOp.WRITE).atMost(1);
    try (FileChannel channel = FileChannel.open(file, APPEND)) {
      assertThat(channel.write(bytes(2, 3))).isEqualTo(1);
      assertThat(channel.write(bytes(3))).isEqualTo(1);
    }
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
  }

  @Test
  void handlesLeftOpenAreNamedWithWhereTheyWereOpened() throws IOException {
    FileChannel leaked = FileChannel.open(file, CREATE, WRITE);
    FileChannel.open(fs.getPath("/closed"), CREATE, WRITE).close();
    assertThat(disk.openHandles())
        .singleElement()
        .satisfies(each ->
            assertThat(each.toString())
                .contains("/file")
                .contains("FaultsTest.handlesLeftOpenAreNamedWithWhereTheyWereOpened"));
    leaked.close();
    assertThat(disk.openHandles()).isEmpty();
  }

  @Test
  void closingClosesWhatIsOpen() throws IOException {
    FileChannel open = FileChannel.open(file, CREATE, WRITE);
    fs.close();
    assertThat(open.isOpen()).isFalse();
    assertThat(fs.isOpen()).isFalse();
  }

  @Test
  void aPathIsFoundByItsUriWhileItsFileSystemIsOpen() throws IOException {
    Path odd = fs.getPath("/a b/\u00fc?#%");
    assertThat(Path.of(odd.toUri())).isEqualTo(odd);
    assertThat(FileSystems.getFileSystem(odd.toUri())).isSameAs(fs);
    fs.close();
    assertThatThrownBy(() -> Path.of(odd.toUri()))
        .isInstanceOf(java.nio.file.FileSystemNotFoundException.class);
  }

  @Test
  void theDefaultFileSystemFailsToo(@TempDir Path directory) throws IOException {
    FaultFileSystem onDisk = FaultFileSystem.over(FileSystems.getDefault());
    Path path = onDisk.wrap(directory).resolve("file");
    onDisk.faults().on("**/file").op(FileOp.WRITE).afterBytes(3).fail(Errno.EDQUOT);
    assertThatThrownBy(() -> Files.write(path, new byte[10])).hasMessage("Disk quota exceeded");
    assertThat(Files.size(directory.resolve("file"))).isEqualTo(3);
    try (Stream<Path> found = Files.walk(onDisk.wrap(directory))) {
      assertThat(found).hasSize(2).contains(path);
    }
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int each : values) {
      buffer.put((byte) each);
    }
    return buffer.flip();
  }
}
