package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.Stores;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a page of a file with a store costs, where it is read at random. */
class BackedHeapCostTest {

  private static final int BLOCKS = 60;
  private static final int PAGES = BLOCKS * Frames.HUGE_FRAMES;

  /** The file is so many times as large as the cache. */
  private static final int TIMES = 4;

  /** Most of it is the extent of 2 MiB, of which every fourth page is there. */
  private static final int MOST_BYTES = 64;

  private static final PageSource ZEROS =
      new PageSource() {
        @Override
        public int read(long position, MemorySegment target) {
          return (int) target.byteSize();
        }

        @Override
        public boolean readsBySystemCall() {
          return true;
        }

        @Override
        public String store() {
          return "zeros";
        }
      };

  @Test
  @Tag("B11")
  void aPageThatIsReadAtRandomCostsLittleHeap() {
    byte[] one = new byte[1];
    MemorySegment target = MemorySegment.ofArray(one);
    SplittableRandom random = new SplittableRandom(1);
    long before = HeapCostTest.usedHeap();
    PageCache cache =
        new PageCache(
            Stores.withoutMemory(BLOCKS),
            new HeapCostTest.NoMemory(),
            CordonOptions.defaults(),
            FrameTable.SplitTables::new);
    BackedFiles backed = new BackedFiles(cache, true, DirectPolicy.NEVER);
    BackedSpace file =
        backed.newSpace(List::of, ZEROS, ((long) TIMES * PAGES) << Frames.FRAME_SHIFT);
    for (int i = 0; i < 2 * PAGES; i++) {
      long page = random.nextInt(TIMES * PAGES);
      assertThat(file.read(page << Frames.FRAME_SHIFT, target, 0, 1)).isOne();
    }
    long pages = file.allocatedBytes() >>> Frames.FRAME_SHIFT;
    long perPage = (HeapCostTest.usedHeap() - before) / pages;
    System.out.println(
        "BackedHeapCostTest: " + perPage + " bytes of heap for each of " + pages + " pages");
    assertThat(pages).isGreaterThan(PAGES * 9L / 10);
    assertThat(perPage).isBetween(1L, (long) MOST_BYTES);
    file.destroy();
    backed.close();
  }
}
