package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a mapping shows of holes and beyond the end, and what happens where memory is short. */
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
class MappingGrowthTest extends MappingFixture {

  @Test
  @Tag("M1")
  void aReadOnlyMappingSeesAHoleAsZerosAndWhatFillsIt() throws IOException {
    channel.setSize(3L * BLOCK);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, 3L * BLOCK, arena);
      assertThat(bytes(map, 0, 3 * BLOCK)).containsOnly(0);
      assertThat(Files.getAttribute(path, "size")).isEqualTo(3L * BLOCK);
      assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
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
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isLessThanOrEqualTo(BLOCK);
  }
}
