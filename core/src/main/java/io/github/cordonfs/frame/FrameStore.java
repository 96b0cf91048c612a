package io.github.cordonfs.frame;

import io.github.cordonfs.os.HostWarnings;
import io.github.cordonfs.os.Platform;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;

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
      HostWarnings.sayOnce();
      return new MemfdFrameStore(blocks, hugePages);
    }
    PlainFrameStore.announce(unusable);
    return new PlainFrameStore(blocks);
  }

  /** Returns how many bytes a store that is opened now could have, at least 2 MiB. */
  public static long mostBytes() {
    return (long) PoolSize.most() << Frames.HUGE_SHIFT;
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

  /**
   * Returns whether a block can get its memory in pieces: in a store where that is worth it for
   * whoever never needs all of one.
   */
  boolean populatesPieces() {
    return false;
  }

  /**
   * Takes memory for a part of a block that has none, as {@link #populate} does for all of it. What
   * comes before the part in its block has memory already, and may be in use.
   *
   * @param from index in the block of the first frame
   * @param to index behind the last frame
   * @return false if there is no more
   */
  boolean populatePiece(int block, int from, int to) {
    throw new UnsupportedOperationException("a block of this memory is populated as a whole");
  }

  /** Gives a block's memory back. */
  abstract void release(int block);

  /** Returns whether free memory should be given back after a while. */
  boolean givesBack() {
    return true;
  }

  /** Returns the bytes that the operating system said it backs with huge pages of its own. */
  public abstract long physicalHugeBytes();

  /** Returns whether frames can be laid over mappings of the caller's. */
  public boolean canOverlay() {
    return false;
  }

  /**
   * Lays adjacent frames over a range of addresses that the caller has mapped. Allocates nothing.
   *
   * @param address a multiple of 4096
   * @param frame the first frame
   * @param count how many, all in one 2 MiB block or in adjacent ones
   * @return false if the kernel refuses, for want of memory or of mappings
   */
  public boolean overlay(long address, int frame, int count, boolean writable) {
    throw new UnsupportedOperationException("frames of this memory cannot be mapped");
  }

  /**
   * Has the JDK map adjacent frames that are, or were, in use.
   *
   * @param offset in the first frame, in bytes
   * @param size in bytes, at least 1
   * @param arena whose end unmaps them
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   * @throws IOException if the kernel refuses
   */
  public MemorySegment map(MapMode mode, int frame, long offset, long size, Arena arena)
      throws IOException {
    throw new UnsupportedOperationException("frames of this memory cannot be mapped");
  }

  /**
   * Asks for fresh memory behind a frame that nobody uses and nothing maps but the pool itself
   * (contract row U4).
   *
   * @return whether the memory behind it is good again
   */
  public boolean renew(int frame) {
    return false;
  }

  /** Gives all memory back. Late readers still find the addresses mapped. Idempotent. */
  public abstract void close();
}
