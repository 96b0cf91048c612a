package io.github.cordonfs.frame;

import org.jspecify.annotations.Nullable;

/**
 * The blocks that have free frames, in a list for each order of their largest free run, and one for
 * blocks without memory behind them. All under the allocator's lock.
 */
final class BlockLists {

  /** The list of blocks that are not populated. */
  static final int UNPOPULATED = Frames.HUGE_ORDER + 1;

  private final @Nullable Block[] heads = new Block[UNPOPULATED + 1];
  private final @Nullable Block[] tails = new Block[UNPOPULATED + 1];

  /** Returns the most recently listed block of a list. */
  @Nullable Block head(int list) {
    return heads[list];
  }

  /** Returns the block that is longest in a list. */
  @Nullable Block tail(int list) {
    return tails[list];
  }

  /** Puts a block where its free frames say, or in no list if it has none or is claimed. */
  void update(Block block) {
    int order = block.claimed ? Block.UNLISTED : block.largestFreeOrder();
    int list = order == Block.UNLISTED || block.populated ? order : UNPOPULATED;
    if (list != block.list) {
      remove(block);
      if (list != Block.UNLISTED) {
        add(block, list);
      }
    }
  }

  private void add(Block block, int list) {
    Block head = heads[list];
    block.list = list;
    block.next = head;
    if (head == null) {
      tails[list] = block;
    } else {
      head.previous = block;
    }
    heads[list] = block;
  }

  private void remove(Block block) {
    if (block.list == Block.UNLISTED) {
      return;
    }
    Block previous = block.previous;
    Block next = block.next;
    if (previous == null) {
      heads[block.list] = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      tails[block.list] = previous;
    } else {
      next.previous = previous;
    }
    block.previous = null;
    block.next = null;
    block.list = Block.UNLISTED;
  }
}
