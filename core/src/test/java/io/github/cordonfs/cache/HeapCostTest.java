package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.PoolMemory;
import io.github.cordonfs.frame.Stores;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a small file costs. */
class HeapCostTest {

  private static final int FILES = 200_000;
  private static final int MOST_BYTES = 330;
  private static final FileNames NO_NAMES = List::of;

  @ParameterizedTest
  @EnumSource(names = {"NEVER", "WITHIN_SIZE"})
  void aSmallFileCostsOneFrameAndLittleHeap(HugePolicy huge) {
    int blocks = FILES / 512 + 1;
    AddressSpace[] spaces = new AddressSpace[FILES];
    MemorySegment bytes = MemorySegment.ofArray(new byte[100]);
    long before = usedHeap();
    PageCache cache =
        new PageCache(
            Stores.withoutMemory(blocks),
            new NoMemory(),
            CordonOptions.builder().huge(huge).build(),
            FrameTable.SplitTables::new);
    for (int i = 0; i < FILES; i++) {
      spaces[i] = cache.newAddressSpace(NO_NAMES);
      assertThat(spaces[i].write(0, bytes, 0, 100)).isEqualTo(100);
    }
    long perFile = (usedHeap() - before) / FILES;
    System.out.println("HeapCostTest " + huge + ": " + perFile + " bytes of heap for each file");
    assertThat(cache.usedBytes()).isEqualTo(FILES * 4096L);
    assertThat(spaces[FILES - 1].allocatedBytes()).isEqualTo(4096);
    assertThat(perFile).isBetween(1L, (long) MOST_BYTES);
  }

  static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      memory.gc();
      used = Math.min(used, memory.getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  /** A pool that keeps nothing. */
  static final class NoMemory extends PoolMemory {
    @Override
    public void copyOut(
        int frame, int offset, MemorySegment target, long targetOffset, int length) {}

    @Override
    public void copyIn(
        int frame, int offset, MemorySegment source, long sourceOffset, int length) {}

    @Override
    public void copyFrames(int from, int to, int count) {}

    @Override
    public void fill(int frame, int offset, int length, byte value) {}

    @Override
    public void barrier() {}

    @Override
    public int frameOfAddress(long address) {
      return -1;
    }

    @Override
    public long address(int frame) {
      return 0;
    }
  }
}
