package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MappedPoisonPolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a mapping shows, and how it follows pages that fail and come back. */
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
class MappingTest extends MappingFixture {

  @Test
  @Tag("M1")
  void aSharedMappingAndTheChannelSeeEachOthersChanges() throws IOException {
    byte[] data = fill(3 * BLOCK + 777, 1);
    MappedByteBuffer map = channel.map(MapMode.READ_WRITE, 0, data.length);
    byte[] seen = new byte[data.length];
    map.get(0, seen);
    assertThat(seen).isEqualTo(data);
    map.put(BLOCK + 5, (byte) 99);
    assertThat(read(BLOCK + 5, 1)[0]).isEqualTo((byte) 99);
    channel.write(ByteBuffer.wrap(new byte[] {77}), 2 * BLOCK + 1);
    assertThat(map.get(2 * BLOCK + 1)).isEqualTo((byte) 77);
    map.load();
    map.force();
    assertThat(map.isLoaded()).isIn(true, false);
    assertThat(map.isDirect()).isTrue();
  }

  @Test
  @Tag("M1")
  void aMappingBeginsAtAnyOffset() throws IOException {
    byte[] data = fill(BLOCK + 9 * PAGE, 2);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, BLOCK - 12_345, 20_000, arena);
      assertThat(map.isMapped()).isTrue();
      assertThat(map.isReadOnly()).isTrue();
      assertThat(bytes(map, 0, 20_000))
          .isEqualTo(Arrays.copyOfRange(data, BLOCK - 12_345, BLOCK - 12_345 + 20_000));
    }
  }

  @Test
  @Tag("A6")
  void aStrikeCutsOffItsPageInEveryMappingAndNoOther() throws IOException {
    byte[] data = fill(BLOCK + 4 * PAGE, 3);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment one = channel.map(MapMode.READ_WRITE, 0, data.length, arena);
      MemorySegment two = channel.map(MapMode.READ_ONLY, 5 * PAGE, 20 * PAGE, arena);
      failures.strike(path, 7 * PAGE + 9);
      MemorySegment later = channel.map(MapMode.READ_ONLY, 0, data.length, arena);
      assertThat(faults(one, 7 * PAGE)).isTrue();
      assertThat(faults(one, 8 * PAGE - 1)).isTrue();
      assertThat(faults(two, 2 * PAGE)).isTrue();
      assertThat(faults(later, 7 * PAGE)).isTrue();
      assertThatThrownBy(() -> store(one, 7 * PAGE)).isInstanceOf(InternalError.class);
      assertThat(bytes(one, 0, 7 * PAGE)).isEqualTo(Arrays.copyOf(data, 7 * PAGE));
      assertThat(bytes(one, 8 * PAGE, BLOCK - 4 * PAGE))
          .isEqualTo(Arrays.copyOfRange(data, 8 * PAGE, BLOCK + 4 * PAGE));
      assertThat(bytes(two, 3 * PAGE, 17 * PAGE))
          .isEqualTo(Arrays.copyOfRange(data, 8 * PAGE, 25 * PAGE));
    }
  }

  @Test
  @Tag("R1")
  @Tag("S14")
  void aHolePunchBringsOldMappingsBackAtOnce() throws IOException {
    fill(BLOCK, 4);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment writable = channel.map(MapMode.READ_WRITE, 0, BLOCK, arena);
      MemorySegment readable = channel.map(MapMode.READ_ONLY, 0, BLOCK, arena);
      failures.strike(path, 3 * PAGE);
      int bad = failures.frameOf(path, 3 * PAGE);
      channel.punchHole(3 * PAGE, PAGE);
      assertThat(bytes(writable, 3 * PAGE, PAGE)).containsOnly(0);
      assertThat(bytes(readable, 3 * PAGE, PAGE)).containsOnly(0);
      store(writable, 3 * PAGE + 1);
      assertThat(readable.get(ValueLayout.JAVA_BYTE, 3 * PAGE + 1)).isEqualTo((byte) 1);
      assertThat(read(3 * PAGE, 2)).containsExactly(0, 1);
      assertThat(failures.frameOf(path, 3 * PAGE)).isNotNegative().isNotEqualTo(bad);
    }
  }

  @Test
  @Tag("R6")
  void clearPoisonBringsOldMappingsBackAtOnce() throws IOException {
    fill(BLOCK, 5);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment readable = channel.map(MapMode.READ_ONLY, 0, BLOCK, arena);
      failures.strike(path, 3 * PAGE);
      failures.clearPoison(path, new ByteRange(0, BLOCK));
      assertThat(bytes(readable, 3 * PAGE, PAGE)).containsOnly(0);
      channel.write(ByteBuffer.wrap(new byte[] {5}), 3 * PAGE);
      assertThat(readable.get(ValueLayout.JAVA_BYTE, 3 * PAGE)).isEqualTo((byte) 5);
    }
  }

  @Test
  @Tag("M3")
  @Tag("S16")
  void aPrivateMappingIsASnapshotOfItsOwn() throws IOException {
    byte[] data = fill(BLOCK + 3 * PAGE, 8);
    failures.strike(path, 2 * PAGE);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.PRIVATE, PAGE + 10, BLOCK, arena);
      channel.write(ByteBuffer.wrap(new byte[] {42}), PAGE + 10);
      assertThat(map.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(data[PAGE + 10]);
      store(map, 3 * PAGE);
      assertThat(read(4 * PAGE + 10, 1)[0]).isEqualTo(data[4 * PAGE + 10]);
      assertThat(map.get(ValueLayout.JAVA_BYTE, 3 * PAGE)).isEqualTo((byte) 1);
      assertThat(faults(map, PAGE)).as("the page was poisoned when it was mapped").isTrue();
      assertThat(bytes(map, 4 * PAGE, BLOCK - 4 * PAGE))
          .isEqualTo(Arrays.copyOfRange(data, 5 * PAGE + 10, BLOCK + PAGE + 10));
    }
  }

  @Test
  @Tag("M4")
  void aMappingOutlivesNameChannelAndFileSystem() throws IOException {
    byte[] data = fill(BLOCK, 9);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 0, BLOCK, arena);
      Files.delete(path);
      channel.close();
      assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(BLOCK);
      fs.close();
      assertThat(bytes(map, 0, BLOCK)).isEqualTo(data);
      store(map, 5);
    }
  }

  @Test
  @Tag("M4")
  void theEndOfTheArenaGivesTheMemoryBack() throws IOException {
    fill(BLOCK, 10);
    try (Arena arena = Arena.ofConfined()) {
      channel.map(MapMode.READ_WRITE, 0, BLOCK, arena);
      channel.map(MapMode.READ_ONLY, 0, PAGE, arena);
      channel.close();
      Files.delete(path);
      assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(BLOCK);
    }
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
  }

  @Test
  @Tag("A12")
  @Tag("S24")
  void underNotifyMappingsKeepTheContentAndTheEpochChangesFirst() throws IOException {
    CordonFileSystem notify =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(huge)
                .onMappedPoison(MappedPoisonPolicy.NOTIFY)
                .injection(true)
                .build());
    try (notify;
        Arena arena = Arena.ofShared()) {
      Path file = notify.getPath("/f");
      Files.write(file, new byte[BLOCK]);
      MemoryFailures of = notify.memoryFailures();
      try (CordonFileChannel open =
          CordonFileChannel.of(
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))) {
        open.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), PAGE);
        MemorySegment map = open.map(MapMode.READ_ONLY, 0, BLOCK, arena);
        long before = open.poisonEpoch();
        long[] told = new long[1];
        try (var _ = of.addListener(_ -> told[0] = epoch(open))) {
          of.strike(file, PAGE);
        }
        assertThat(told[0]).isNotEqualTo(before);
        assertThat(bytes(map, PAGE, 4)).containsExactly(1, 2, 3, 0);
        assertThatThrownBy(() -> open.read(ByteBuffer.allocate(1), PAGE))
            .isInstanceOf(PoisonedPageException.class);
        MemorySegment later = open.map(MapMode.READ_ONLY, 0, BLOCK, arena);
        assertThat(faults(later, PAGE)).isTrue();
        open.punchHole(PAGE, PAGE);
        assertThat(bytes(map, PAGE, 4)).containsOnly(0);
        assertThat(bytes(later, PAGE, 4)).containsOnly(0);
      }
    }
  }

  private static long epoch(CordonFileChannel channel) {
    try {
      return channel.poisonEpoch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
