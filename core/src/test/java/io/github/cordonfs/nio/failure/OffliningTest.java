package io.github.cordonfs.nio.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CollapseReport;
import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.OverwritePolicy;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.nio.mapping.MappingFixture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Soft offline, unpoison, restore, heal and collapse, through the public interface. */
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
class OffliningTest {

  private static final int PAGE = 4096;
  private static final int BLOCK = 1 << 21;

  @Parameter HugePolicy huge;

  private FileSystem fs;
  private MemoryFailures failures;
  private Path path;
  private CordonFileChannel channel;

  @BeforeEach
  void open() throws IOException {
    open(options());
  }

  private CordonOptions options() {
    return CordonOptions.builder()
        .size(16 << 20)
        .huge(huge)
        .collapseRate(0)
        .injection(true)
        .build();
  }

  private void open(CordonOptions options) throws IOException {
    if (fs != null) {
      fs.close();
    }
    fs = Cordon.newFileSystem(options);
    failures = CordonFileSystem.of(fs).memoryFailures();
    path = fs.getPath("/file");
    channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private byte[] fill(int size, long seed) throws IOException {
    byte[] data = new byte[size];
    new Random(seed).nextBytes(data);
    channel.write(ByteBuffer.wrap(data), 0);
    return data;
  }

  private byte[] read(long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
    return buffer.array();
  }

  private long outOfService() {
    return CordonFileSystem.of(fs).memoryUsage().outOfServiceBytes();
  }

  @Test
  @Tag("O1")
  @Tag("O2")
  @Tag("S17")
  void softOfflineMovesTheDataAndTakesTheFrameOutOfService() throws IOException {
    byte[] data = fill(BLOCK, 1);
    int before = failures.frameOf(path, 7 * PAGE);
    int neighbour = failures.frameOf(path, 8 * PAGE);
    long used = CordonFileSystem.of(fs).memoryUsage().usedBytes();
    assertThat(failures.softOffline(path, 7 * PAGE + 1)).isEqualTo(SoftOfflineResult.MIGRATED);
    assertThat(failures.frameOf(path, 7 * PAGE)).isNotNegative().isNotEqualTo(before);
    assertThat(failures.frameOf(path, 8 * PAGE)).isEqualTo(neighbour);
    assertThat(read(0, BLOCK)).isEqualTo(data);
    assertThat(outOfService()).isEqualTo(PAGE);
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(used);
    assertThat(failures.badRanges(path)).isEmpty();
    assertThat(failures.softOfflineFrame(before)).isEqualTo(SoftOfflineResult.POISONED);
    assertThat(failures.unpoisonFrame(before)).isEqualTo(UnpoisonResult.UNPOISONED);
    assertThat(outOfService()).isZero();
  }

  @Test
  @Tag("O4")
  void aPageThatCanBeStoredToIsNotMovedAndOneThatCanBeReadIsWithItsMapping() throws IOException {
    byte[] data = fill(BLOCK, 2);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment readable = channel.map(MapMode.READ_ONLY, 0, BLOCK, arena);
      assertThat(failures.softOffline(path, 0)).isEqualTo(SoftOfflineResult.MIGRATED);
      assertThat(readable.asSlice(0, BLOCK).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
      channel.write(ByteBuffer.wrap(new byte[] {9}), 5);
      assertThat(readable.get(ValueLayout.JAVA_BYTE, 5)).isEqualTo((byte) 9);
      MemorySegment writable = channel.map(MapMode.READ_WRITE, PAGE, PAGE, arena);
      int frame = failures.frameOf(path, PAGE);
      assertThat(failures.softOffline(path, PAGE)).isEqualTo(SoftOfflineResult.MAPPED);
      assertThat(failures.frameOf(path, PAGE)).isEqualTo(frame);
      writable.set(ValueLayout.JAVA_BYTE, 0, (byte) 3);
      assertThat(read(PAGE, 1)[0]).isEqualTo((byte) 3);
      assertThat(failures.softOffline(path, 2 * PAGE)).isEqualTo(SoftOfflineResult.MIGRATED);
    }
    assertThat(failures.softOffline(path, PAGE)).isEqualTo(SoftOfflineResult.MIGRATED);
  }

  @Test
  @Tag("O5")
  void aPoisonedPageIsRefused() throws IOException {
    fill(BLOCK, 3);
    failures.strike(path, 0);
    assertThat(failures.softOffline(path, 0)).isEqualTo(SoftOfflineResult.POISONED);
    assertThat(outOfService()).isEqualTo(PAGE);
  }

  @Test
  @Tag("O6")
  void aFreeFrameIsQuarantined() throws IOException {
    assertThat(failures.softOfflineFrame(3)).isEqualTo(SoftOfflineResult.FREE);
    assertThat(outOfService()).isEqualTo(PAGE);
    assertThat(failures.softOfflineFrame(3)).isEqualTo(SoftOfflineResult.POISONED);
    assertThatThrownBy(() -> failures.softOfflineFrame(1 << 20))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("O7")
  void withoutMemoryForTheDataNothingChanges() throws IOException {
    byte[] data = fill(16 << 20, 4);
    assertThat(failures.softOffline(path, 5 * PAGE)).isEqualTo(SoftOfflineResult.NO_MEMORY);
    assertThat(read(0, 16 << 20)).isEqualTo(data);
    assertThat(outOfService()).isZero();
  }

  @Test
  @Tag("U0")
  void withoutInjectionNothingIsTakenOutOfService() throws IOException {
    open(options().toBuilder().injection(false).build());
    fill(PAGE, 5);
    assertThatThrownBy(() -> failures.softOffline(path, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failures.softOfflineFrame(0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failures.unpoison(path, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failures.unpoisonFrame(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("U2")
  void aFrameThatLeftItsFileComesBack() throws IOException {
    fill(BLOCK, 6);
    int bad = failures.strike(path, 3 * PAGE).frame();
    channel.punchHole(3 * PAGE, PAGE);
    long capacity = CordonFileSystem.of(fs).memoryUsage().capacityBytes();
    assertThat(failures.unpoisonFrame(bad)).isEqualTo(UnpoisonResult.UNPOISONED);
    assertThat(CordonFileSystem.of(fs).memoryUsage().capacityBytes()).isEqualTo(capacity + PAGE);
    assertThat(failures.unpoisonFrame(bad)).isEqualTo(UnpoisonResult.NOT_POISONED);
    byte[] all = fill(16 << 20, 7);
    assertThat(read(0, 16 << 20)).isEqualTo(all);
  }

  @Test
  @Tag("U2")
  @Tag("S17")
  void recycledFramesComeBackByThemselves() throws IOException {
    open(options().toBuilder().recycleInjected(true).build());
    fill(BLOCK, 8);
    failures.strike(path, 3 * PAGE);
    assertThat(outOfService()).isEqualTo(PAGE);
    channel.punchHole(3 * PAGE, PAGE);
    assertThat(outOfService()).isZero();
    int suspect = failures.frameOf(path, 4 * PAGE);
    failures.softOffline(path, 4 * PAGE);
    assertThat(outOfService()).as("what is suspect stays out").isEqualTo(PAGE);
    failures.unpoisonFrame(suspect);
    byte[] all = fill(16 << 20, 9);
    assertThat(read(0, 16 << 20)).isEqualTo(all);
  }

  @Test
  @Tag("U3")
  void aPageWhoseContentWasKeptIsWholeAgain() throws IOException {
    byte[] data = fill(BLOCK, 10);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, BLOCK, arena);
      failures.strike(path, 3 * PAGE, StrikeContent.KEEP);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 3 * PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(MappingFixture.faults(map, 3 * PAGE)).isTrue();
      assertThat(failures.unpoison(path, 3 * PAGE)).isEqualTo(UnpoisonResult.UNPOISONED);
      assertThat(read(0, BLOCK)).isEqualTo(data);
      assertThat(map.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
    }
    assertThat(outOfService()).isZero();
    assertThat(failures.badRanges(path)).isEmpty();
    failures.strike(path, 3 * PAGE);
    assertThat(failures.unpoison(path, 3 * PAGE)).isEqualTo(UnpoisonResult.CONTENT_LOST);
    assertThat(failures.badRanges(path)).containsExactly(new ByteRange(3 * PAGE, PAGE));
  }

  @Test
  @Tag("R7")
  void restoreRebuildsExactlyThePoisonedPages() throws IOException {
    byte[] data = fill(BLOCK + 100, 11);
    failures.strike(path, PAGE);
    failures.strike(path, BLOCK);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 0, BLOCK + 100, arena);
      channel.write(ByteBuffer.wrap(new byte[] {77}), 0);
      data[0] = 77;
      byte[] backup = data.clone();
      backup[0] = 1;
      assertThat(failures.restore(path, new ByteRange(0, BLOCK + 100), ByteBuffer.wrap(backup)))
          .containsExactly(new ByteRange(PAGE, PAGE), new ByteRange(BLOCK, 100));
      assertThat(read(0, BLOCK + 100)).isEqualTo(data);
      assertThat(map.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
    }
    failures.strike(path, PAGE);
    assertThatThrownBy(
            () -> failures.restore(path, new ByteRange(PAGE + 1, 10), ByteBuffer.allocate(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not wholly");
    assertThatThrownBy(() -> failures.restore(path, new ByteRange(0, 10), ByteBuffer.allocate(11)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("R7")
  @Tag("S20")
  void aRestoreSourceMakesAFailureWholeAtOnce() throws IOException {
    byte[][] copy = new byte[1][];
    open(
        options().toBuilder()
            .restore((file, range) -> {
              if (range.offset() == 2 * PAGE) {
                throw new IOException("not to be had");
              }
              return range.offset() == 3 * PAGE
                  ? Optional.empty()
                  : Optional.of(
                      ByteBuffer.wrap(copy[0], (int) range.offset(), (int) range.length()));
            })
            .build());
    copy[0] = fill(BLOCK, 12);
    int bad = failures.strike(path, PAGE).frame();
    assertThat(read(0, 2 * PAGE)).isEqualTo(Arrays.copyOf(copy[0], 2 * PAGE));
    assertThat(failures.frameOf(path, PAGE)).isNotEqualTo(bad);
    assertThat(outOfService()).isEqualTo(PAGE);
    failures.strike(path, 2 * PAGE);
    failures.strike(path, 3 * PAGE);
    assertThat(failures.badRanges(path)).containsExactly(new ByteRange(2 * PAGE, 2 * PAGE));
  }

  @Test
  @Tag("R7")
  @Tag("R9")
  @Tag("S21")
  void overwriteHealHealsWhatAWriteCoversWholly() throws IOException {
    open(options().toBuilder().overwrite(OverwritePolicy.HEAL).build());
    byte[] data = fill(BLOCK, 13);
    int bad = failures.strike(path, 5 * PAGE).frame();
    failures.strike(path, 6 * PAGE);
    failures.strike(path, 9 * PAGE);
    byte[] fresh = new byte[5 * PAGE];
    Arrays.fill(fresh, (byte) 9);
    assertThat(channel.write(ByteBuffer.wrap(fresh), 4 * PAGE + 1))
        .as("page 9 is covered in part only")
        .isEqualTo(5 * PAGE - 1);
    Arrays.fill(data, 4 * PAGE + 1, 9 * PAGE, (byte) 9);
    assertThat(read(0, 9 * PAGE)).isEqualTo(Arrays.copyOf(data, 9 * PAGE));
    assertThat(failures.frameOf(path, 5 * PAGE)).isNotEqualTo(bad);
    assertThat(failures.badRanges(path)).containsExactly(new ByteRange(9 * PAGE, PAGE));
    assertThatThrownBy(() -> channel.write(ByteBuffer.wrap(new byte[10]), 9 * PAGE))
        .isInstanceOf(PoisonedPageException.class);
  }

  @Test
  @Tag("F6")
  @Tag("F2")
  void collapseReportsWhatItJoinedAndWhyNot() throws IOException {
    byte[] data = fill(6 << 20, 14);
    // Out of order, whatever the policy.
    for (int block = 0; block < 3; block++) {
      failures.softOffline(path, (long) block * BLOCK + 17 * PAGE);
    }
    failures.strike(path, BLOCK + 5);
    CollapseReport report = channel.collapse(0, 6 << 20);
    assertThat(report.joined()).isEqualTo(2);
    assertThat(report.notJoined()).containsOnlyKeys(Reason.POISONED);
    assertThat(CordonFileSystem.of(fs).memoryUsage().hugeFolios()).isEqualTo(2);
    assertThat(channel.collapse(0, 6 << 20).notJoined(Reason.ALREADY_HUGE)).isEqualTo(2);
    assertThat(read(0, BLOCK)).isEqualTo(Arrays.copyOf(data, BLOCK));
    assertThat(read(2 * BLOCK, BLOCK)).isEqualTo(Arrays.copyOfRange(data, 2 * BLOCK, 3 * BLOCK));
    // Row F4: once the page is gone the range joins again, elsewhere.
    channel.punchHole(BLOCK, PAGE);
    assertThat(channel.collapse(BLOCK, BLOCK).joined()).isEqualTo(1);
    assertThat(read(BLOCK, PAGE)).containsOnly(0);
    assertThat(read(BLOCK + PAGE, BLOCK - PAGE))
        .isEqualTo(Arrays.copyOfRange(data, BLOCK + PAGE, 2 * BLOCK));
    assertThat(channel.seekHole(0)).isGreaterThanOrEqualTo(BLOCK);
    assertThat(channel.collapse(0, BLOCK - 1)).isEqualTo(new CollapseReport(0, java.util.Map.of()));
  }

  @Test
  @Tag("F7")
  void whatCanBeStoredToIsNotJoinedAndWhatCanBeReadFollows() throws IOException {
    byte[] data = fill(BLOCK, 15);
    failures.softOffline(path, 17 * PAGE);
    try (Arena arena = Arena.ofShared()) {
      try (Arena writing = Arena.ofShared()) {
        channel.map(MapMode.READ_WRITE, 0, PAGE, writing);
        assertThat(channel.collapse(0, BLOCK).notJoined(Reason.MAPPED)).isEqualTo(1);
      }
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, BLOCK, arena);
      assertThat(channel.collapse(0, BLOCK).joined()).isEqualTo(1);
      channel.write(ByteBuffer.wrap(new byte[] {4}), 20 * PAGE);
      data[20 * PAGE] = 4;
      assertThat(map.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(data);
  }
}
