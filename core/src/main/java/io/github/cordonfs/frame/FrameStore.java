package io.github.cordonfs.frame;

import io.github.cordonfs.os.Platform;
import java.io.IOException;

/**
 * Where the memory of a pool comes from. It is taken and given back in blocks of 2 MiB; a block
 * must be populated before its frames are touched. Thread-safe for different blocks.
 */
public abstract class FrameStore {

  private final int blocks;

  FrameStore(int blocks) {
    this.blocks = blocks;
  }

  /**
   * Opens a store on the best memory this machine offers.
   *
   * @param bytes the size asked for, or 0 for the default; see {@link PoolSize}
   * @param hugePages whether to ask the operating system for huge pages of its own
   * @throws IOException if the operating system refuses
   */
  public static FrameStore open(long bytes, boolean hugePages) throws IOException {
    int blocks = PoolSize.blocks(bytes);
    String unusable = Platform.notLinux();
    if (unusable == null) {
      return new MemfdFrameStore(blocks, hugePages);
    }
    PlainFrameStore.announce(unusable);
    return new PlainFrameStore(blocks);
  }

  /** Returns the size in 2 MiB blocks. */
  public final int blocks() {
    return blocks;
  }

  /** Returns the bytes. */
  public abstract PoolMemory memory();

  /**
   * Takes memory for a block, so that touching it cannot fail.
   *
   * @return false if the machine, or the control group, has no more to give
   */
  abstract boolean populate(int block);

  /** Gives a block's memory back. */
  abstract void release(int block);

  /** Returns whether free memory should be given back after a while. */
  boolean givesBack() {
    return true;
  }

  /** Returns the bytes that the operating system said it backs with huge pages of its own. */
  public abstract long physicalHugeBytes();

  /** Gives all memory back. Late readers still find the addresses mapped. Idempotent. */
  public abstract void close();
}
