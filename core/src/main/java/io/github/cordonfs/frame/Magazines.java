package io.github.cordonfs.frame;

import io.github.cordonfs.os.Stripe;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Free single frames that threads have at hand, a {@link Magazine} for each {@link Stripe}, so that
 * threads that make and delete small files seldom need the allocator's lock. Their state is FREE,
 * but their blocks do not have them: whoever looks for a free frame and finds none in the blocks
 * has all of them brought back first ({@link #drain}), with the allocator's lock.
 */
final class Magazines {

  /** How many blocks of a list are looked at: there are long ones. */
  private static final int CANDIDATES = Stripe.COUNT;

  final BlockSupply blocks;
  private final Magazine[] all = new Magazine[Stripe.COUNT];

  /** Whether the trimmer knows that there may be some, which would keep blocks from being free. */
  volatile boolean noted;

  Magazines(BlockSupply blocks, FrameTable table) {
    this.blocks = blocks;
    for (int i = 0; i < all.length; i++) {
      all[i] = new Magazine(table);
    }
  }

  private Magazine own() {
    return all[Stripe.current()];
  }

  /** Takes a frame, which is in transit then; NONE if the calling thread has none at hand. */
  int take() {
    return own().take();
  }

  /**
   * Takes back a frame in transit.
   *
   * @return false if nothing was done: it failed, or there is no room
   */
  boolean put(int frame) {
    if (!own().put(frame)) {
      return false;
    }
    note();
    return true;
  }

  /**
   * Fills the calling thread's magazine from a block, with at most half of what that has: others
   * may be in need of the rest. With the allocator's lock.
   */
  void fill(Block block) {
    own().fill(block, Math.min(Magazine.HALF, block.freeFrames() / 2));
    blocks.lists.update(block);
    note();
  }

  /**
   * Returns a block to take single frames from: the one that the calling thread's magazine was
   * filled from last, or else the most broken-up one that no other is filled from. Whoever writes
   * to the states and owners of frames that are neighbours waits for the others who do. With the
   * allocator's lock.
   *
   * @return null if there is no such block
   */
  @Nullable Block home() {
    Magazine own = own();
    Block last = own.home;
    if (last != null) {
      if (isBrokenUp(last)) {
        return last;
      }
      last.magazine = null;
    }
    Block found = homeless();
    if (found != null) {
      found.magazine = own;
    }
    own.home = found;
    return found;
  }

  /** Has free frames and others. */
  private static boolean isBrokenUp(Block block) {
    return block.list >= 0 && block.list < Frames.HUGE_ORDER;
  }

  private @Nullable Block homeless() {
    for (int list = 0; list < Frames.HUGE_ORDER; list++) {
      Block block = blocks.lists.head(list);
      for (int i = 0; block != null && i < CANDIDATES; i++) {
        if (block.magazine == null) {
          return block;
        }
        block = block.next;
      }
    }
    return null;
  }

  /** Makes room in the calling thread's magazine. With the allocator's lock. */
  void spill() {
    var _ = own().drainTo(Magazine.HALF, blocks);
  }

  /**
   * Brings all frames back to their blocks. With the allocator's lock.
   *
   * @return whether there were any
   */
  boolean drain() {
    boolean any = false;
    for (Magazine each : all) {
      any |= each.drainTo(0, blocks);
    }
    return any;
  }

  /** As {@link #drain}, before blocks that are free are looked for. With the allocator's lock. */
  void drainForTrim() {
    // Before: what comes meanwhile is noted again.
    noted = false;
    var _ = drain();
  }

  private void note() {
    if (!noted) {
      noted = true;
      blocks.scheduleTrim();
    }
  }

  /** Has no frames from now on, and takes none. With the allocator's lock. */
  void close() {
    for (Magazine each : all) {
      each.close(blocks);
    }
  }

  /** Returns how many more frames were taken from here than came back. */
  int balance() {
    int sum = 0;
    for (Magazine each : all) {
      sum += each.balance();
    }
    return sum;
  }

  /** Returns the frames that threads have at hand. For tests. */
  BitSet frames() {
    BitSet set = new BitSet();
    for (Magazine each : all) {
      each.addTo(set);
    }
    return set;
  }
}
