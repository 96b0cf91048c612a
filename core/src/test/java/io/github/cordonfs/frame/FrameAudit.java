package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/** Checks what must hold of an allocator and its table whenever nobody is at work on them. */
public final class FrameAudit {

  private FrameAudit() {}

  /** Returns whether the allocator would give a frame out. */
  public static boolean isFree(BuddyAllocator allocator, int frame) {
    Block block = allocator.table().block(frame);
    return block == null
        || (frame & (Frames.HUGE_FRAMES - 1)) >= block.present()
        || block.isFree(frame & (Frames.HUGE_FRAMES - 1))
        || allocator.magazines.frames().get(frame);
  }

  /**
   * Checks states against free maps, lists and totals. With the allocator's lock: the trimmer,
   * which works by itself, takes frames out of magazines and puts them back into their blocks.
   */
  public static void check(BuddyAllocator allocator) {
    ReentrantLock lock = allocator.magazines.blocks.lock;
    lock.lock();
    try {
      checkLocked(allocator);
    } finally {
      lock.unlock();
    }
  }

  private static void checkLocked(BuddyAllocator allocator) {
    FrameTable table = allocator.table();
    BitSet atHand = allocator.magazines.frames();
    int out = 0;
    int poisoned = 0;
    int quarantined = 0;
    long resident = 0;
    for (int first = 0; first < table.frameCount(); first += Frames.HUGE_FRAMES) {
      Block block = table.block(first);
      if (block == null) {
        continue;
      }
      int free = 0;
      for (int i = 0; i < Frames.HUGE_FRAMES; i++) {
        byte state = table.state(first + i);
        boolean isAtHand = atHand.get(first + i);
        boolean isMissing = i >= block.present();
        if ((block.isFree(i) || isAtHand || isMissing) != (state == FrameState.FREE)
            || (isMissing && (block.isFree(i) || isAtHand))) {
          throw new AssertionError(
              "frame " + (first + i) + " is " + FrameState.name(state) + ", free " + !(state == 0));
        }
        if (block.isFree(i) && isAtHand) {
          throw new AssertionError("frame " + (first + i) + " is free twice");
        }
        free += block.isFree(i) ? 1 : 0;
        quarantined += state == FrameState.QUARANTINED ? 1 : 0;
        poisoned += state == FrameState.POISONED ? 1 : 0;
        out += state != FrameState.FREE && state != FrameState.QUARANTINED ? 1 : 0;
      }
      checkBlock(block, free);
      resident += block.populated ? (long) block.present() << Frames.FRAME_SHIFT : 0;
    }
    assertThat(allocator.allocatedFrames()).as("allocated frames").isEqualTo(out);
    assertThat(table.poisonedFrames()).as("poisoned frames").isEqualTo(poisoned);
    assertThat(table.quarantinedFrames()).as("quarantined frames").isEqualTo(quarantined);
    assertThat(allocator.residentBytes()).as("resident bytes").isEqualTo(resident);
  }

  private static void checkBlock(Block block, int free) {
    assertThat(block.claimed).as("block %s claimed", block.number).isFalse();
    assertThat(block.isWhollyFree()).isEqualTo(free == Frames.HUGE_FRAMES);
    assertThat(block.isUnused()).isEqualTo(free == block.present());
    assertThat(block.hasFree()).isEqualTo(free != 0);
    int order = block.largestFreeOrder();
    assertThat(block.list)
        .as("list of block %s with %s free frames", block.number, free)
        .isEqualTo(order < 0 || block.populated ? order : BlockLists.UNPOPULATED);
  }
}
