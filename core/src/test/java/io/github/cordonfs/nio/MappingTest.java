package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a mapping shows, while the file changes under it and pages fail. */
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
class MappingTest {

  private static final int PAGE = 4096;
  private static final int BLOCK = 1 << 21;

  @Parameter HugePolicy huge;

  private FileSystem fs;
  private MemoryFailures failures;
  private Path path;
  private CordonFileChannel channel;

  @BeforeEach
  void open() throws IOException {
    fs = Cordon.newFileSystem(CordonOptions.defaults().size(64 << 20).huge(huge).injection(true));
    failures = Cordon.memoryFailures(fs);
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

  private static byte[] bytes(MemorySegment segment, long offset, int length) {
    return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private byte[] read(long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
    return buffer.array();
  }

  /** Whether a load faults. Apart and cold, so that it is exact. */
  static boolean faults(MemorySegment segment, long offset) {
    try {
      segment.get(ValueLayout.JAVA_BYTE, offset);
      io.github.cordonfs.os.Linux.barrier();
      return false;
    } catch (InternalError e) {
      return true;
    }
  }

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

  private static long epoch(CordonFileChannel channel) {
    try {
      return channel.poisonEpoch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void store(MemorySegment segment, long offset) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) 1);
    io.github.cordonfs.os.Linux.barrier();
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
  @Tag("M1")
  void aReadOnlyMappingSeesAHoleAsZerosAndWhatFillsIt() throws IOException {
    channel.setSize(3L * BLOCK);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, 3L * BLOCK, arena);
      assertThat(bytes(map, 0, 3 * BLOCK)).containsOnly(0);
      assertThat(Files.getAttribute(path, "size")).isEqualTo(3L * BLOCK);
      assertThat(Cordon.memoryUsage(fs).used()).isZero();
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), BLOCK + 17);
      assertThat(bytes(map, BLOCK + 16, 5)).containsExactly(0, 1, 2, 3, 0);
    }
  }

  @Test
  @Tag("M1")
  void aPageThatCanBeStoredToIsNeverAHole() throws IOException {
    channel.setSize(BLOCK);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 4 * PAGE, 8 * PAGE, arena);
      for (int page = 4; page < 12; page++) {
        assertThat(failures.frameOf(path, (long) page * PAGE)).isNotNegative();
      }
      map.fill((byte) 7);
      channel.punchHole(0, BLOCK);
      assertThat(bytes(map, 0, 8 * PAGE)).containsOnly(0);
      store(map, PAGE);
      assertThat(read(5 * PAGE, 1)[0]).isEqualTo((byte) 1);
      channel.truncate(6 * PAGE);
      assertThat(faults(map, 2 * PAGE)).isTrue();
      assertThat(faults(map, PAGE)).isFalse();
      channel.setSize(BLOCK);
      assertThat(bytes(map, 2 * PAGE, 6 * PAGE)).containsOnly(0);
      store(map, 7 * PAGE);
      assertThat(read(11 * PAGE, 1)[0]).isEqualTo((byte) 1);
    }
  }

  @Test
  @Tag("M2")
  void pagesBeyondTheEndFaultAndComeAliveWhenTheFileGrows() throws IOException {
    byte[] data = fill(2 * BLOCK, 6);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, 2 * BLOCK, arena);
      channel.truncate(PAGE + 100);
      assertThat(faults(map, 2 * PAGE)).isTrue();
      assertThat(faults(map, 2 * BLOCK - 1)).isTrue();
      assertThat(bytes(map, 0, PAGE + 100)).isEqualTo(Arrays.copyOf(data, PAGE + 100));
      assertThat(bytes(map, PAGE + 100, PAGE - 100)).containsOnly(0);
      channel.write(ByteBuffer.wrap(new byte[] {9}), BLOCK);
      assertThat(map.get(ValueLayout.JAVA_BYTE, BLOCK)).isEqualTo((byte) 9);
      assertThat(bytes(map, 2 * PAGE, BLOCK - 2 * PAGE)).containsOnly(0);
      assertThat(faults(map, BLOCK + PAGE)).isTrue();
    }
  }

  @Test
  @Tag("F0")
  void whatAMappingStoredBeyondTheEndDoesNotShowWhenTheFileGrows() throws IOException {
    fill(PAGE, 7);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 0, PAGE, arena);
      channel.truncate(100);
      store(map, 200);
      channel.setSize(PAGE);
      assertThat(read(100, PAGE - 100)).containsOnly(0);
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
      assertThat(Cordon.memoryUsage(fs).used()).isEqualTo(BLOCK);
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
      assertThat(Cordon.memoryUsage(fs).used()).isEqualTo(BLOCK);
    }
    assertThat(Cordon.memoryUsage(fs).used()).isZero();
  }

  @Test
  @Tag("M1")
  void mappingBeyondTheEndExtendsTheFileAsTheJdkDoes() throws IOException {
    fill(100, 11);
    MappedByteBuffer map = channel.map(MapMode.READ_WRITE, 50, 10_000);
    assertThat(channel.size()).isEqualTo(10_050);
    map.put(9_999, (byte) 3);
    assertThat(read(10_049, 1)[0]).isEqualTo((byte) 3);
    try (FileChannel readOnly = FileChannel.open(path, StandardOpenOption.READ)) {
      assertThatThrownBy(() -> readOnly.map(MapMode.READ_ONLY, 0, 20_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/file");
      assertThatThrownBy(() -> readOnly.map(MapMode.READ_WRITE, 0, 10))
          .isInstanceOf(NonWritableChannelException.class);
    }
    try (FileChannel writeOnly = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> writeOnly.map(MapMode.READ_ONLY, 0, 10))
          .isInstanceOf(NonReadableChannelException.class);
    }
    assertThat(channel.map(MapMode.READ_WRITE, 0, 0).capacity()).isZero();
    assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, 1L << 31))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("M1")
  @Tag("S14")
  void withoutMemoryInPlaceOfAPoisonedPageItsMappingGoesOnToFault() throws IOException {
    fill(PAGE, 20);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 0, PAGE, arena);
      failures.strike(path, 0);
      Path rest = fs.getPath("/rest");
      try (FileChannel other =
          FileChannel.open(rest, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        assertThatThrownBy(
                () -> {
                  while (true) {
                    other.write(page.clear());
                  }
                })
            .hasMessageContaining("No space left on device");
      }
      assertThatThrownBy(() -> channel.punchHole(0, PAGE))
          .hasMessageContaining("No space left on device");
      assertThat(faults(map, 0)).isTrue();
      assertThat(read(0, PAGE)).containsOnly(0);
      Files.delete(rest);
      channel.write(ByteBuffer.wrap(new byte[] {7}), 1);
      assertThat(bytes(map, 0, 3)).containsExactly(0, 7, 0);
    }
  }

  @Test
  @Tag("S15")
  void aFileDoesNotGrowWithoutMemoryForWhatAMappingCouldStoreTo() throws IOException {
    fill(40 << 20, 21);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 0, 40 << 20, arena);
      channel.truncate(PAGE);
      try (FileChannel other =
          FileChannel.open(
              fs.getPath("/rest"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        other.write(ByteBuffer.allocate(50 << 20));
      }
      assertThatThrownBy(() -> channel.setSize(40 << 20))
          .hasMessageContaining("No space left on device");
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), (40 << 20) - 1))
          .hasMessageContaining("No space left on device");
      assertThat(channel.size()).isEqualTo(PAGE);
      assertThat(faults(map, PAGE)).isTrue();
      channel.setSize(2 * PAGE);
      assertThat(faults(map, PAGE)).isFalse();
    }
  }

  @Test
  @Tag("M1")
  void withoutMemoryForTheHolesNothingIsDone() throws IOException {
    fill(10, 12);
    assertThatThrownBy(() -> channel.map(MapMode.READ_WRITE, 0, 100 << 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(channel.size()).isEqualTo(10);
    assertThat(Cordon.memoryUsage(fs).used()).isLessThanOrEqualTo(BLOCK);
  }

  @Test
  @Tag("A12")
  @Tag("S24")
  void underNotifyMappingsKeepTheContentAndTheEpochChangesFirst() throws IOException {
    FileSystem notify =
        Cordon.newFileSystem(
            CordonOptions.defaults()
                .size(16 << 20)
                .huge(huge)
                .onMappedPoison(io.github.cordonfs.MappedPoisonPolicy.NOTIFY)
                .injection(true));
    try (notify;
        Arena arena = Arena.ofShared()) {
      Path file = notify.getPath("/f");
      Files.write(file, new byte[BLOCK]);
      MemoryFailures of = Cordon.memoryFailures(notify);
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
            .isInstanceOf(io.github.cordonfs.PoisonedPageException.class);
        MemorySegment later = open.map(MapMode.READ_ONLY, 0, BLOCK, arena);
        assertThat(faults(later, PAGE)).isTrue();
        open.punchHole(PAGE, PAGE);
        assertThat(bytes(map, PAGE, 4)).containsOnly(0);
        assertThat(bytes(later, PAGE, 4)).containsOnly(0);
      }
    }
  }
}
