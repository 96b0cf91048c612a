package io.github.cordonfs.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What every frame is: its {@link FrameState}, and who owns it. Thread-safe; {@link FrameState}
 * says who may change what.
 *
 * <p>Owner and slot are hints. They are written before the state becomes IN_USE and may be out of
 * date by the time they are used; the reader takes the owner's lock and asks the owner.
 */
public final class FrameTable {

  static final VarHandle STATES = MethodHandles.arrayElementVarHandle(byte[].class);
  private static final VarHandle BLOCKS = MethodHandles.arrayElementVarHandle(Block[].class);

  private static final int INDEX_MASK = Frames.HUGE_FRAMES - 1;

  /** Null for a block that was never used: its frames are FREE. */
  private final @Nullable Block[] blocks;

  private final AtomicInteger poisoned = new AtomicInteger();
  private final AtomicInteger quarantined = new AtomicInteger();

  /** Frames out of service, by cause. */
  private final AtomicIntegerArray outOfService = new AtomicIntegerArray(Cause.COUNT);

  FrameTable(int blocks) {
    this.blocks = new Block[blocks];
  }

  /** Returns the number of frames; they are numbered from 0. */
  public int frameCount() {
    return blocks.length << Frames.HUGE_ORDER;
  }

  /** Returns the number of poisoned frames that are still in files. */
  public int poisonedFrames() {
    return poisoned.get();
  }

  /** Returns the number of frames in quarantine. */
  public int quarantinedFrames() {
    return quarantined.get();
  }

  /**
   * Returns the number of blocks that cannot be huge folios, as a frame is in quarantine: a look.
   */
  public int brokenBlocks() {
    int broken = 0;
    for (int number = 0; quarantined.get() > 0 && number < blocks.length; number++) {
      Block block = (Block) BLOCKS.getAcquire(blocks, number);
      broken += block != null && block.isBroken() ? 1 : 0;
    }
    return broken;
  }

  /** Returns a frame's state. */
  public byte state(int frame) {
    Block block = block(frame);
    return block == null
        ? FrameState.FREE
        : (byte) STATES.getAcquire(block.states, frame & INDEX_MASK);
  }

  /**
   * Copies the states of frames of one block: a look, of which each state may have another age.
   *
   * @return false if the block was never used; nothing is copied, as all its frames are FREE
   */
  public boolean copyStates(int first, byte[] target, int offset, int count) {
    Block block = block(first);
    if (block == null) {
      return false;
    }
    System.arraycopy(block.states, first & INDEX_MASK, target, offset, count);
    return true;
  }

  /** Returns a frame's probable owner, null if it has none. */
  public @Nullable FrameOwner owner(int frame) {
    Block block = block(frame);
    if (block == null) {
      return null;
    }
    Block.Owners owners = block.owners;
    FrameOwner own = owners == null ? null : owners.owner[frame & INDEX_MASK];
    return own != null ? own : block.commonOwner;
  }

  /** Returns the probable index of a frame in its owner's table of small frames. */
  public int slot(int frame) {
    Block block = block(frame);
    Block.Owners owners = block == null ? null : block.owners;
    int index = frame & INDEX_MASK;
    return owners == null || owners.owner[index] == null ? index : owners.slot[index];
  }

  /**
   * Gives a frame in transit to an owner.
   *
   * @return false if the frame failed meanwhile; the caller must free it, which puts it in
   *     quarantine
   */
  public boolean assign(int frame, FrameOwner owner, int slot) {
    Block block = used(frame);
    Block.Owners owners = block.owners;
    if (owners == null) {
      owners = newOwners(block);
    }
    int index = frame & INDEX_MASK;
    owners.owner[index] = owner;
    owners.slot[index] = (short) slot;
    if (STATES.compareAndSet(block.states, index, FrameState.TRANSIT, FrameState.IN_USE)) {
      return true;
    }
    owners.owner[index] = null;
    return false;
  }

  private static Block.Owners newOwners(Block block) {
    synchronized (block) {
      Block.Owners owners = block.owners;
      if (owners == null) {
        owners = new Block.Owners();
        block.owners = owners;
      }
      return owners;
    }
  }

  /**
   * Gives a huge folio in transit to an owner.
   *
   * @return false if a frame of it failed meanwhile; nothing is assigned, and the caller must free
   *     it
   */
  public boolean assignHuge(int first, FrameOwner owner) {
    Block block = used(first);
    block.commonOwner = owner;
    for (int i = 0; i < Frames.HUGE_FRAMES; i++) {
      if (!STATES.compareAndSet(block.states, i, FrameState.TRANSIT, FrameState.IN_USE)) {
        block.commonOwner = null;
        while (--i >= 0) {
          STATES.setRelease(block.states, i, FrameState.TRANSIT);
        }
        return false;
      }
    }
    return true;
  }

  /** Takes a frame in use from its owner, who has just dropped it from its own table. */
  public void unassign(int frame) {
    Block block = used(frame);
    int index = frame & INDEX_MASK;
    Block.Owners owners = block.owners;
    if (owners != null) {
      owners.owner[index] = null;
    }
    STATES.setRelease(block.states, index, FrameState.TRANSIT);
  }

  /**
   * Takes a huge folio from its owner, who has just dropped it. Frames in use go into transit,
   * poisoned ones stay as they are.
   */
  public void unassignHuge(int first) {
    Block block = used(first);
    block.commonOwner = null;
    for (int i = 0; i < Frames.HUGE_FRAMES; i++) {
      if ((byte) STATES.getAcquire(block.states, i) == FrameState.IN_USE) {
        STATES.setRelease(block.states, i, FrameState.TRANSIT);
      }
    }
  }

  /** The table that a split needs, allocated before anything is changed. */
  public static final class SplitTables {
    /** The small-frame table of the extent after the split. */
    public final int[] frames = new int[Frames.HUGE_FRAMES];
  }

  /**
   * Makes the frames of a block, all in use by one owner in order, one huge folio of it. Allocates
   * nothing. Under the owner's lock.
   */
  public void join(int first, FrameOwner owner) {
    Block block = used(first);
    block.commonOwner = owner;
    block.owners = null;
  }

  /** Marks a frame in use as failed. Under its owner's lock. Cannot fail for want of heap. */
  public void poison(int frame, byte cause) {
    Block block = used(frame);
    synchronized (block) {
      setCause(block, frame & INDEX_MASK, cause);
      STATES.setRelease(block.states, frame & INDEX_MASK, FrameState.POISONED);
    }
    poisoned.incrementAndGet();
    outOfService.incrementAndGet(cause(frame));
  }

  /** Takes back {@link #poison}. Under its owner's lock. */
  public void unpoison(int frame) {
    STATES.setRelease(used(frame).states, frame & INDEX_MASK, FrameState.IN_USE);
    poisoned.decrementAndGet();
    outOfService.decrementAndGet(cause(frame));
  }

  /** Returns why a frame is out of service, if it is. */
  public byte cause(int frame) {
    Block block = block(frame);
    byte[] causes = block == null ? null : block.causes;
    return causes == null ? Cause.HARDWARE : causes[frame & INDEX_MASK];
  }

  /**
   * Returns the number of frames out of service for a cause: poisoned in files, or in quarantine.
   */
  public int outOfService(byte cause) {
    return outOfService.get(cause);
  }

  /**
   * Before the state says that it is out of service, and as one step with that: of two who find a
   * frame bad, the cause is the one's who takes it out of service. Under the block's monitor.
   */
  private static void setCause(Block block, int index, byte cause) {
    byte[] causes = block.causes;
    if (causes == null && cause != Cause.HARDWARE) {
      try {
        causes = new byte[Frames.HUGE_FRAMES];
        block.causes = causes;
      } catch (OutOfMemoryError e) {
        return; // It counts as bad hardware, and stays out of service.
      }
    }
    if (causes != null) {
      causes[index] = cause;
    }
  }

  /**
   * Returns which memory a frame has: another number each time that it is exchanged. Whoever finds
   * the memory bad reads it before he looks.
   */
  public int incarnation(int frame) {
    Block block = block(frame);
    return block == null ? 0 : block.incarnation(frame & INDEX_MASK);
  }

  /** Notes that a frame, which nobody can have yet, has other memory now. */
  public void renewed(int frame) {
    used(frame).renewed(frame & INDEX_MASK);
  }

  /**
   * Marks a frame in transit as failed.
   *
   * @return false if it is not in transit any more
   */
  public boolean poisonInTransit(int frame, byte cause) {
    Block block = used(frame);
    synchronized (block) {
      return poisonInTransit(block, frame & INDEX_MASK, cause);
    }
  }

  /**
   * Marks a frame in transit as failed whose memory was found bad.
   *
   * @return false if it is not in transit any more, or has other memory now
   */
  public boolean poisonInTransit(BadFrame found, byte cause) {
    Block block = used(found.frame());
    int index = found.frame() & INDEX_MASK;
    synchronized (block) {
      return block.incarnation(index) == found.incarnation()
          && poisonInTransit(block, index, cause);
    }
  }

  /** Under the block's monitor. */
  private static boolean poisonInTransit(Block block, int index, byte cause) {
    if ((byte) STATES.getAcquire(block.states, index) != FrameState.TRANSIT) {
      return false;
    }
    setCause(block, index, cause);
    return STATES.compareAndSet(
        block.states, index, FrameState.TRANSIT, FrameState.TRANSIT_POISONED);
  }

  /** Puts a poisoned frame, which its owner has just dropped, in quarantine. */
  void quarantinePoisoned(int frame) {
    Block block = used(frame);
    disown(block, frame);
    STATES.setRelease(block.states, frame & INDEX_MASK, FrameState.QUARANTINED);
    poisoned.decrementAndGet();
    quarantined.incrementAndGet();
  }

  private static void disown(Block block, int frame) {
    Block.Owners owners = block.owners;
    if (owners != null) {
      owners.owner[frame & INDEX_MASK] = null;
    }
  }

  // --- for the allocator, under its lock ---

  /** Makes a frame in quarantine FREE. */
  void endQuarantine(int frame) {
    STATES.setRelease(used(frame).states, frame & INDEX_MASK, FrameState.FREE);
    quarantined.decrementAndGet();
    outOfService.decrementAndGet(cause(frame));
  }

  @Nullable Block block(int frame) {
    return (Block) BLOCKS.getAcquire(blocks, frame >>> Frames.HUGE_ORDER);
  }

  /** Returns a block, made if it was never used. */
  Block blockOrNew(int number) {
    Block block = blocks[number];
    if (block == null) {
      block = new Block(number);
      BLOCKS.setRelease(blocks, number, block);
    }
    return block;
  }

  /** Takes frames out of the allocator. */
  void startTransit(Block block, int index, int count) {
    for (int i = index; i < index + count; i++) {
      STATES.setRelease(block.states, i, FrameState.TRANSIT);
    }
  }

  /** Takes a free frame, which a magazine has, out of it. Under the magazine's monitor. */
  void startTransit(int frame) {
    STATES.setRelease(used(frame).states, frame & INDEX_MASK, FrameState.TRANSIT);
  }

  /** Ends the transit of a frame that comes back to a magazine, unless it failed. */
  boolean endTransitIfGood(int frame) {
    return STATES.compareAndSet(
        used(frame).states, frame & INDEX_MASK, FrameState.TRANSIT, FrameState.FREE);
  }

  /**
   * Ends the transit of a frame that comes back.
   *
   * @return true if it is FREE now, false if it is in quarantine or stays poisoned in no file
   */
  boolean endTransit(Block block, int index) {
    if (STATES.compareAndSet(block.states, index, FrameState.TRANSIT, FrameState.FREE)) {
      return true;
    }
    if (STATES.compareAndSet(
        block.states, index, FrameState.TRANSIT_POISONED, FrameState.QUARANTINED)) {
      quarantined.incrementAndGet();
      outOfService.incrementAndGet(cause(block.firstFrame() + index));
      return false;
    }
    throw new IllegalStateException(
        "frame "
            + (block.firstFrame() + index)
            + " freed while "
            + FrameState.name((byte) STATES.getAcquire(block.states, index)));
  }

  /** Puts a free frame in quarantine. */
  void quarantineFree(Block block, int index, byte cause) {
    synchronized (block) {
      setCause(block, index, cause);
      STATES.setRelease(block.states, index, FrameState.QUARANTINED);
    }
    outOfService.incrementAndGet(cause(block.firstFrame() + index));
    quarantined.incrementAndGet();
  }

  private Block used(int frame) {
    Block block = block(frame);
    if (block == null) {
      throw new IllegalStateException("frame " + frame + " was never allocated");
    }
    return block;
  }
}
