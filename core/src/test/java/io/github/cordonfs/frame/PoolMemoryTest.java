package io.github.cordonfs.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class PoolMemoryTest {

  @Parameter private Stores.Kind kind;

  private FrameStore store;
  private PoolMemory memory;

  @BeforeEach
  void open() {
    store = kind.open(2);
    memory = store.memory();
    assertThat(store.populate(0)).isTrue();
    assertThat(store.populate(1)).isTrue();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private byte[] read(int frame, int offset, int length) {
    byte[] bytes = new byte[length];
    memory.copyOut(frame, offset, MemorySegment.ofArray(bytes), 0, length);
    memory.barrier();
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aRunGoesOnIntoTheFramesThatFollow() {
    byte[] data = random(3 * 4096);
    memory.copyIn(600, 1000, MemorySegment.ofArray(data), 0, data.length);
    memory.barrier();
    assertThat(read(600, 1000, data.length)).isEqualTo(data);
    assertThat(read(601, 0, 4096)).isEqualTo(Arrays.copyOfRange(data, 3096, 3096 + 4096));
  }

  @Test
  void aRunCanBeAWholeBlock() {
    byte[] data = random(Frames.HUGE_BYTES);
    memory.copyIn(512, 0, MemorySegment.ofArray(data), 0, data.length);
    assertThat(read(512, 0, data.length)).isEqualTo(data);
    assertThat(read(511, 0, 4096)).as("the block before").containsOnly(0);
  }

  @Test
  void copiesUseTheOffsetsOfTheCallersMemory() {
    byte[] data = random(5000);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(6000);
      MemorySegment.copy(data, 0, source, JAVA_BYTE, 777, 5000);
      memory.copyIn(3, 9, source, 777, 5000);
      MemorySegment target = arena.allocate(6000);
      memory.copyOut(3, 9, target, 555, 5000);
      memory.barrier();
      assertThat(target.asSlice(555, 5000).toArray(JAVA_BYTE)).isEqualTo(data);
      assertThat(target.asSlice(0, 555).toArray(JAVA_BYTE)).containsOnly(0);
    }
  }

  @Test
  void buffersAreCopiedFromTheirPositionsOnWhereverTheFramesAre() {
    // A buffer shows less than 2 GiB: large memory is behind more than one.
    store.close();
    store = kind.open(1025);
    memory = store.memory();
    for (int block : new int[] {0, 511, 512, 1024}) {
      assertThat(store.populate(block)).isTrue();
      byte[] data = random(5000 + block);
      ByteBuffer source = ByteBuffer.allocateDirect(8000).position(777);
      source.put(777, data);
      int frame = block * Frames.HUGE_FRAMES + 509;
      memory.copyIn(frame, 9, source, data.length);
      ByteBuffer target = ByteBuffer.allocate(8000).position(555);
      memory.copyOut(frame, 9, target, data.length);
      memory.barrier();
      assertThat(source.position()).isEqualTo(777);
      assertThat(target.position()).isEqualTo(555);
      assertThat(Arrays.copyOfRange(target.array(), 555, 555 + data.length)).isEqualTo(data);
      assertThat(Arrays.copyOf(target.array(), 555)).containsOnly(0);
      assertThat(read(frame, 9, data.length)).isEqualTo(data);
    }
  }

  @Test
  void fillTouchesItsBytesOnly() {
    memory.fill(9, 0, 3 * 4096, (byte) 1);
    memory.fill(10, 5, 4000, (byte) 2);
    assertThat(read(9, 0, 4096 + 5)).containsOnly(1);
    assertThat(read(10, 5, 4000)).containsOnly(2);
    assertThat(read(10, 4005, 91 + 4096)).containsOnly(1);
  }

  @Test
  void clearingNothingIsAllowed() {
    memory.fill(4, 0, 4096, (byte) 1);
    memory.zero(4, 4096, 0);
    memory.zero(4, 100, -1);
    assertThat(read(4, 0, 4096)).containsOnly(1);
    memory.zero(4, 100, 1);
    assertThat(read(4, 99, 3)).containsExactly(1, 0, 1);
  }

  @Test
  void anAddressLeadsBackToItsFrame() {
    for (int frame : new int[] {0, 1, 511, 512, 1023}) {
      long address = memory.address(frame);
      assertThat(memory.frameOfAddress(address)).isEqualTo(frame);
      assertThat(memory.frameOfAddress(address + 4095)).isEqualTo(frame);
    }
  }

  @Test
  @Tag("H13")
  void anAddressOutsideThePoolHasNoFrame() {
    assertThat(memory.frameOfAddress(0)).isEqualTo(Frames.NONE);
    assertThat(memory.frameOfAddress(-1)).isEqualTo(Frames.NONE);
    assertThat(memory.frameOfAddress(Long.MIN_VALUE)).isEqualTo(Frames.NONE);
    assertThat(memory.frameOfAddress(Long.MAX_VALUE)).isEqualTo(Frames.NONE);
    try (Arena arena = Arena.ofConfined()) {
      assertThat(memory.frameOfAddress(arena.allocate(8).address())).isEqualTo(Frames.NONE);
    }
  }

  @Test
  void addressesLieWhereTheBytesAre() {
    byte[] data = random(4096);
    memory.copyIn(700, 0, MemorySegment.ofArray(data), 0, 4096);
    assertThat(memory.address(700) % 4096).isZero();
    assertThat(bytesAt(memory.address(700))).isEqualTo(data);
  }

  @SuppressWarnings("restricted") // the pool's own memory, read behind its back
  private static byte[] bytesAt(long address) {
    return MemorySegment.ofAddress(address).reinterpret(4096).toArray(JAVA_BYTE);
  }
}
