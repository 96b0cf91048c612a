package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.failure.LogCapture;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameStoreTest {

  @ParameterizedTest
  @EnumSource
  void aPopulatedBlockHoldsItsBytesUntilItIsReleased(Stores.Kind kind) {
    try (Open open = new Open(kind.open(3))) {
      FrameStore store = open.store;
      assertThat(store.populate(1)).isTrue();
      PoolMemory memory = store.memory();
      int last = 2 * Frames.HUGE_FRAMES - 1;
      memory.fill(Frames.HUGE_FRAMES, 0, Frames.HUGE_BYTES, (byte) 7);
      assertThat(byteAt(memory, last, 4095)).isEqualTo((byte) 7);
      store.release(1);
      assertThat(store.populate(1)).isTrue();
      assertThat(byteAt(memory, last, 4095)).as("memory comes back clean").isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTwiceIsClosingOnce(Stores.Kind kind) {
    FrameStore store = kind.open(2);
    assertThat(store.populate(0)).isTrue();
    store.close();
    store.close();
    assertThat(store.blocks()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aLateReaderOfAStoreThatWasClosedReadsSomethingAndLives(Stores.Kind kind) {
    FrameStore store = kind.open(1);
    assertThat(store.populate(0)).isTrue();
    store.close();
    byte[] target = new byte[8192];
    store.memory().copyOut(5, 0, MemorySegment.ofArray(target), 0, 8192);
    store.memory().barrier();
    assertThat(target).containsOnly(0);
  }

  @Test
  void aMemfdThatWasClosedPopulatesNothing() {
    FrameStore store = Stores.memfd(2, false);
    store.close();
    assertThat(store.populate(0)).isFalse();
    store.release(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void physicalHugePagesAreCountedOnlyWhereTheyWereAskedForAndGiven(boolean wanted) {
    try (Open open = new Open(Stores.memfd(3, wanted))) {
      assertThat(open.store.physicalHugeBytes()).isZero();
      assertThat(open.store.populate(0)).isTrue();
      assertThat(open.store.populate(2)).isTrue();
      long huge = open.store.physicalHugeBytes();
      assertThat(huge).isBetween(0L, wanted ? 2L * Frames.HUGE_BYTES : 0L);
      open.store.release(0);
      open.store.release(2);
      assertThat(open.store.physicalHugeBytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allMemoryOfABlockIsThereBeforeItIsTouchedAndNothingElseIs(boolean hugePages)
      throws Exception {
    Set<Integer> before = MemoryFiles.open();
    try (Open open = new Open(Stores.memfd(4, hugePages))) {
      int file = MemoryFiles.openedSince(before);
      assertThat(MemoryFiles.allocatedBytes(file)).isZero();
      assertThat(open.store.populate(2)).isTrue();
      assertThat(MemoryFiles.allocatedBytes(file)).isEqualTo(Frames.HUGE_BYTES);
      assertThat(open.store.populate(0)).isTrue();
      assertThat(MemoryFiles.allocatedBytes(file)).isEqualTo(2L * Frames.HUGE_BYTES);
      open.store.release(2);
      assertThat(MemoryFiles.allocatedBytes(file)).isEqualTo(Frames.HUGE_BYTES);
    }
  }

  @Test
  void whatIsSaidToBeInHugePagesIsInHugePages() throws IOException {
    try (Open open = new Open(Stores.memfd(4, true))) {
      for (int block = 0; block < 4; block++) {
        assertThat(open.store.populate(block)).isTrue();
      }
      long said = open.store.physicalHugeBytes();
      PoolMemory memory = open.store.memory();
      memory.fill(0, 0, 4 * Frames.HUGE_BYTES, (byte) 1);
      assertThat(MemoryFiles.hugeBytesMappedAt(memory.address(0))).isGreaterThanOrEqualTo(said);
    }
  }

  @Test
  void aBlockThatTheKernelRefusesIsNotSaidToBeHuge() {
    try (Open open = new Open(Stores.memfd(1, false))) {
      PhysicalHugePages pages = new PhysicalHugePages(open.store.memory().address(0), 1);
      pages.take(0);
      assertThat(pages.bytes()).as("it has no memory at all").isZero();
    }
  }

  @Test
  void theSizeIsRoundedUpToWholeBlocks() throws IOException {
    try (Open open = new Open(FrameStore.open(Frames.HUGE_BYTES + 1, false))) {
      assertThat(open.store.blocks()).isEqualTo(2);
    }
    try (Open open = new Open(FrameStore.open(1, false))) {
      assertThat(open.store.blocks()).isEqualTo(1);
    }
  }

  @Test
  void theSizeIsNeverMoreThanThisMachineCanGive() throws IOException {
    int most = PoolSize.blocks(Long.MAX_VALUE);
    assertThat(most).isBetween(1, Integer.MAX_VALUE / Frames.HUGE_FRAMES);
    assertThat(PoolSize.blocks(0)).isBetween(1, Integer.MAX_VALUE / Frames.HUGE_FRAMES);
  }

  @Test
  void aSizeThatIsNotGrantedIsLoggedOnceWithBothNumbers() {
    long asked = (1L << 50) + 1;
    try (LogCapture log = new LogCapture()) {
      long granted = (long) PoolSize.blocks(asked) << Frames.HUGE_SHIFT;
      assertThat(PoolSize.blocks(asked)).isPositive();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains(asked + " bytes", "" + granted);
    }
    try (LogCapture log = new LogCapture()) {
      assertThat(PoolSize.blocks(0)).isPositive();
      assertThat(PoolSize.blocks(1)).isPositive();
      assertThat(log.warnings()).isEmpty();
    }
  }

  private static byte byteAt(PoolMemory memory, int frame, int offset) {
    byte[] one = new byte[1];
    memory.copyOut(frame, offset, MemorySegment.ofArray(one), 0, 1);
    memory.barrier();
    return one[0];
  }

  private record Open(FrameStore store) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
    }
  }
}
