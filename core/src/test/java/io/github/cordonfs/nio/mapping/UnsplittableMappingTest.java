package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A file of two folios that are never split, mapped as a whole. */
@EnabledOnOs(OS.LINUX)
class UnsplittableMappingTest {

  private static final int PAGE = 4096;
  private static final int HUGE = 1 << 21;
  private static final int PAGES = 1024;

  private final Arena arena = Arena.ofShared();
  private final byte[] data = new byte[2 * HUGE];
  private CordonFileSystem fs;
  private MemoryFailures failures;
  private Path path;
  private CordonFileChannel channel;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(HugePolicy.UNSPLITTABLE)
                .injection(true)
                .physicalHugePages(false)
                .build());
    failures = fs.memoryFailures();
    path = fs.getPath("/file");
    channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    new Random(7).nextBytes(data);
    channel.write(ByteBuffer.wrap(data));
  }

  @AfterEach
  void close() throws IOException {
    arena.close();
    fs.close();
  }

  private MemorySegment map(MapMode mode) throws IOException {
    return channel.map(mode, 0, 2L * HUGE, arena);
  }

  /** Returns how many pages of a mapping fault, which must be adjacent, as "first-end". */
  private String faults(MemorySegment mapping) {
    int[] bad = IntStream.range(0, PAGES).filter(page -> isLost(mapping, page)).toArray();
    if (bad.length == 0) {
      return "none";
    }
    assertThat(bad[bad.length - 1] - bad[0]).isEqualTo(bad.length - 1);
    return bad[0] + "-" + (bad[bad.length - 1] + 1);
  }

  /** What is loaded goes somewhere, so that compiled code loads it, too. */
  static volatile byte sink;

  /** A load and a barrier: compiled or not, the fault is met here. */
  private static boolean isLost(MemorySegment mapping, int page) {
    try {
      sink = mapping.get(ValueLayout.JAVA_BYTE, (long) page * PAGE);
      Linux.barrier();
      return false;
    } catch (InternalError e) {
      return true;
    }
  }

  private void assertShows(MemorySegment mapping) {
    assertThat(mapping.mismatch(MemorySegment.ofArray(data))).isEqualTo(-1);
  }

  @Test
  @Tag("F9")
  @Tag("A6")
  void mappingsLoseAllOfTheFolioAndChannelsAPage() throws IOException {
    MemorySegment writable = map(MapMode.READ_WRITE);
    MemorySegment readable = map(MapMode.READ_ONLY);
    failures.strike(path, 600L * PAGE);
    assertThat(faults(writable)).isEqualTo("512-1024");
    assertThat(faults(readable)).isEqualTo("512-1024");
    assertThat(faults(map(MapMode.READ_WRITE))).as("a new one").isEqualTo("512-1024");
    assertThat(faults(map(MapMode.READ_ONLY))).isEqualTo("512-1024");
    ByteBuffer read = ByteBuffer.allocate(2 * HUGE);
    assertThat(channel.read(read, 0)).isEqualTo(600 * PAGE);
    assertThat(Arrays.mismatch(read.array(), data)).isEqualTo(600 * PAGE);
    assertThat(failures.badRanges(path)).containsExactly(new ByteRange(600L * PAGE, PAGE));
  }

  @Test
  @Tag("F9")
  void aPrivateMappingOfAFailedFolioLosesThePage() throws IOException {
    failures.strike(path, 600L * PAGE);
    assertThat(faults(map(MapMode.PRIVATE))).isEqualTo("600-601");
  }

  @Test
  @Tag("F9")
  @Tag("U3")
  void mappingsShowTheFolioAgainWhenTheLastFailureIsTakenBack() throws IOException {
    MemorySegment mapping = map(MapMode.READ_WRITE);
    int one = failures.strike(path, 1L * PAGE, StrikeContent.KEEP).frame();
    int other = failures.strike(path, 5L * PAGE, StrikeContent.KEEP).frame();
    failures.unpoisonFrame(one);
    assertThat(faults(mapping)).isEqualTo("0-512");
    failures.unpoisonFrame(other);
    assertShows(mapping);
  }

  @Test
  @Tag("F11")
  @Tag("R7")
  void mappingsFollowTheFolioOnceAllOfItIsGood() throws IOException {
    MemorySegment writable = map(MapMode.READ_WRITE);
    MemorySegment readable = map(MapMode.READ_ONLY);
    failures.strike(path, 9L * PAGE);
    failures.strike(path, 300L * PAGE);
    channel.restore(9L * PAGE, ByteBuffer.wrap(data, 9 * PAGE, PAGE));
    assertThat(faults(writable)).isEqualTo("0-512");
    channel.restore(0, ByteBuffer.wrap(data));
    assertShows(writable);
    assertShows(readable);
    writable.set(ValueLayout.JAVA_BYTE, 9L * PAGE, (byte) 77);
    ByteBuffer read = ByteBuffer.allocate(1);
    channel.read(read, 9L * PAGE);
    assertThat(read.get(0)).isEqualTo((byte) 77);
    assertThat(readable.get(ValueLayout.JAVA_BYTE, 9L * PAGE)).isEqualTo((byte) 77);
  }

  @Test
  @Tag("F11")
  @Tag("M1")
  void whatIsClearedUnderAMappingCanBeStoredToAtOnce() throws IOException {
    MemorySegment writable = map(MapMode.READ_WRITE);
    MemorySegment readable = map(MapMode.READ_ONLY);
    failures.strike(path, 9L * PAGE);
    channel.clearPoison(0, 2L * HUGE);
    Arrays.fill(data, 9 * PAGE, 10 * PAGE, (byte) 0);
    assertShows(writable);
    assertShows(readable);
    writable.set(ValueLayout.JAVA_BYTE, 9L * PAGE, (byte) 77);
    assertThat(readable.get(ValueLayout.JAVA_BYTE, 9L * PAGE)).isEqualTo((byte) 77);
  }

  @Test
  @Tag("F11")
  @Tag("R1")
  void aPunchOfThePoisonedPageBringsTheMappingBack() throws IOException {
    MemorySegment writable = map(MapMode.READ_WRITE);
    failures.strike(path, 9L * PAGE);
    channel.punchHole(8L * PAGE, 3L * PAGE);
    Arrays.fill(data, 8 * PAGE, 11 * PAGE, (byte) 0);
    assertShows(writable);
  }

  @Test
  @Tag("F10")
  @Tag("M1")
  @Tag("M2")
  void aPunchOfAPartShowsZerosInEveryMapping() throws IOException {
    MemorySegment readable = map(MapMode.READ_ONLY);
    channel.punchHole(8L * PAGE + 1, 3L * PAGE);
    Arrays.fill(data, 8 * PAGE + 1, 11 * PAGE + 1, (byte) 0);
    assertShows(readable);
    MemorySegment writable = map(MapMode.READ_WRITE);
    channel.punchHole(20L * PAGE, 3L * PAGE);
    Arrays.fill(data, 20 * PAGE, 23 * PAGE, (byte) 0);
    assertShows(writable);
    assertShows(readable);
    writable.set(ValueLayout.JAVA_BYTE, 21L * PAGE, (byte) 9);
    assertThat(readable.get(ValueLayout.JAVA_BYTE, 21L * PAGE)).isEqualTo((byte) 9);
  }

  @Test
  @Tag("F11")
  @Tag("R1")
  void theWholeFolioPunchedOrCutOffIsShownAsAHole() throws IOException {
    MemorySegment readable = map(MapMode.READ_ONLY);
    failures.strike(path, 9L * PAGE);
    channel.punchHole(0, HUGE);
    Arrays.fill(data, 0, HUGE, (byte) 0);
    assertShows(readable);
    failures.strike(path, 600L * PAGE);
    channel.setSize(HUGE);
    channel.setSize(2L * HUGE);
    Arrays.fill(data, (byte) 0);
    assertShows(readable);
  }

  @Test
  @Tag("F11")
  @Tag("O4")
  void softOfflineIsRefusedOnlyWhereAStoreCouldBeLost() throws IOException {
    MemorySegment readable = map(MapMode.READ_ONLY);
    assertThat(failures.softOffline(path, 9L * PAGE)).isEqualTo(SoftOfflineResult.MIGRATED);
    assertShows(readable);
    try (Arena own = Arena.ofShared()) {
      // Of another page of the same folio.
      channel.map(MapMode.READ_WRITE, 300L * PAGE, PAGE, own);
      assertThat(failures.softOffline(path, 9L * PAGE)).isEqualTo(SoftOfflineResult.MAPPED);
    }
    assertThat(failures.softOffline(path, 9L * PAGE)).isEqualTo(SoftOfflineResult.MIGRATED);
    assertShows(readable);
  }

  @Test
  @Tag("F8")
  void aMappingWithoutMemoryForItsFoliosIsRefused() throws IOException {
    try (FileChannel other =
        FileChannel.open(
            fs.getPath("/other"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> other.map(MapMode.READ_WRITE, 0, 7L * HUGE, arena))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("No space left on device");
      assertThat(fs.memoryUsage().usedBytes()).isEqualTo(2L * HUGE);
    }
  }
}
