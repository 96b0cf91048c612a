package io.github.cordonfs.frame;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 2 MiB of frames: their states and owners (see {@link FrameTable}), and which of them are free
 * (the fields below "allocator", guarded by the allocator's lock).
 */
final class Block {

  /** Not in a list. */
  static final int UNLISTED = -1;

  final int number;

  /** A {@link FrameState} for each frame; accessed through {@link FrameTable#STATES}. */
  final byte[] states = new byte[Frames.HUGE_FRAMES];

  /**
   * The owner of all frames that have none of their own: who has, or had, the block as a huge
   * folio. A split leaves it as it is.
   */
  volatile @Nullable FrameOwner commonOwner;

  /** The owners of single frames; made when the first one is assigned. */
  volatile @Nullable Owners owners;

  /**
   * Why frames are out of service: a {@link Cause} each; made when there is a better one to say.
   */
  volatile byte @Nullable [] causes;

  /** How often the memory of the whole block was exchanged. Under this object's monitor. */
  private int exchanges;

  /**
   * How often that of each frame was; made with the first one. Under this object's monitor.
   *
   * <p>Only ever rising, as {@link #exchanges} is: so their sum is another one after either.
   */
  private int @Nullable [] renewals;

  // --- allocator ---

  /** A bit for each frame: set means free. */
  private final long[] free = new long[Frames.HUGE_FRAMES / Long.SIZE];

  private int freeFrames = Frames.HUGE_FRAMES;

  /** Frames in quarantine. */
  private int lostFrames;

  /** How many frames at the end have no memory although the block is populated; none is free. */
  private int missing;

  /** Whether the store has memory behind it. */
  boolean populated;

  /** Whether somebody populates it or gives it back, outside the lock. Then it is in no list. */
  boolean claimed;

  /** Whether its memory must not be given back just now. */
  boolean held;

  /** What is filled from it, if anything; see {@link Magazine#home}. */
  @Nullable Magazine magazine;

  int list = UNLISTED;
  @Nullable Block previous;
  @Nullable Block next;

  /** When it became wholly free: {@link System#nanoTime}. */
  long freeSince;

  Block(int number) {
    this.number = number;
    Arrays.fill(free, -1);
  }

  /** As {@link FrameTable#incarnation}. */
  synchronized int incarnation(int index) {
    int[] counts = renewals;
    return exchanges + (counts == null ? 0 : counts[index]);
  }

  /** Notes that the memory of a frame is another one now. Cannot fail for want of heap. */
  synchronized void renewed(int index) {
    int[] counts = renewals;
    if (counts == null) {
      try {
        counts = new int[Frames.HUGE_FRAMES];
        renewals = counts;
      } catch (OutOfMemoryError e) {
        exchanged(); // What was found of its neighbours has to be found again.
        return;
      }
    }
    counts[index]++;
  }

  /** Notes that the memory of all frames is another one now. */
  synchronized void exchanged() {
    exchanges++;
  }

  int firstFrame() {
    return number << Frames.HUGE_ORDER;
  }

  boolean isWhollyFree() {
    return freeFrames == Frames.HUGE_FRAMES;
  }

  /** Returns whether nobody has a frame, whether or not all of them have memory. */
  boolean isUnused() {
    return freeFrames + missing == Frames.HUGE_FRAMES;
  }

  /** Returns how many frames at the end have no memory, of a block that is populated. */
  int missing() {
    return missing;
  }

  /** Returns how many frames from the first on have memory, of a block that is populated. */
  int present() {
    return Frames.HUGE_FRAMES - missing;
  }

  /**
   * Says how many frames from the first on have memory: the others are not free until they have.
   * Before anybody has one of the others.
   */
  void present(int frames) {
    int before = present();
    if (frames > before) {
      set(before, frames - before, true);
    } else {
      set(frames, before - frames, false);
    }
    freeFrames += frames - before;
    missing = Frames.HUGE_FRAMES - frames;
  }

  /** Counts a frame that went into quarantine; it must not be free. */
  void lose() {
    lostFrames++;
  }

  /** Makes a frame that was in quarantine free. */
  void recover(int index) {
    lostFrames--;
    put(index);
  }

  /** Forgets owners once no frame can have one. */
  void forgetOwnersIfUnused() {
    if (freeFrames + missing + lostFrames == Frames.HUGE_FRAMES) {
      owners = null;
      commonOwner = null;
    }
  }

  /** Returns whether a frame is in quarantine. */
  boolean isBroken() {
    return lostFrames > 0;
  }

  int freeFrames() {
    return freeFrames;
  }

  boolean hasFree() {
    return freeFrames != 0;
  }

  boolean isFree(int index) {
    return (free[index >>> 6] & 1L << index) != 0;
  }

  /** Returns the order of the largest naturally aligned free run, or -1 if no frame is free. */
  int largestFreeOrder() {
    if (freeFrames == 0) {
      return -1;
    }
    if (freeFrames == Frames.HUGE_FRAMES) {
      return Frames.HUGE_ORDER;
    }
    int full = fullWords();
    return full == 0 ? largestOrderInAWord() : ORDER_OF_FULL_WORDS[full];
  }

  /** Returns a bit for each word of {@link #free} whose frames are all free. */
  private int fullWords() {
    int full = 0;
    for (int i = 0; i < free.length; i++) {
      if (free[i] == -1) {
        full |= 1 << i;
      }
    }
    return full;
  }

  private int largestOrderInAWord() {
    int largest = 0;
    for (long word : free) {
      while (largest < 5 && runStarts(word, largest + 1) != 0) {
        largest++;
      }
    }
    return largest;
  }

  /**
   * Takes a free, naturally aligned run.
   *
   * @return index of its first frame in this block
   */
  int take(int order) {
    int index = find(order);
    set(index, 1 << order, false);
    freeFrames -= 1 << order;
    return index;
  }

  /** Takes the free frame at an index. */
  void takeAt(int index) {
    set(index, 1, false);
    freeFrames--;
  }

  /** Gives one frame back. */
  void put(int index) {
    set(index, 1, true);
    freeFrames++;
  }

  private int find(int order) {
    if (order == Frames.HUGE_ORDER) {
      return 0;
    }
    if (order >= 6) {
      return findAlignedWords(order);
    }
    for (int i = 0; i < free.length; i++) {
      long starts = runStarts(free[i], order);
      if (starts != 0) {
        return i * Long.SIZE + Long.numberOfTrailingZeros(starts);
      }
    }
    throw new IllegalStateException("block " + number + " has no free run of order " + order);
  }

  private int findAlignedWords(int order) {
    int words = 1 << (order - 6);
    for (int i = 0; i < free.length; i += words) {
      long all = -1;
      for (int j = i; j < i + words; j++) {
        all &= free[j];
      }
      if (all == -1) {
        return i * Long.SIZE;
      }
    }
    return -1;
  }

  /** Returns the bits at which a free, aligned run of the order (0..5) begins. */
  private static long runStarts(long word, int order) {
    long starts = word;
    for (int i = 0; i < order; i++) {
      starts &= starts >>> (1 << i);
    }
    return starts & ALIGNED[order];
  }

  private static final long[] ALIGNED = {
    -1,
    0x5555555555555555L,
    0x1111111111111111L,
    0x0101010101010101L,
    0x0001000100010001L,
    0x0000000100000001L
  };

  /** The largest order of a run of whole words, for each set of words that are wholly free. */
  private static final byte[] ORDER_OF_FULL_WORDS = new byte[1 << (Frames.HUGE_FRAMES / Long.SIZE)];

  static {
    for (int full = 1; full < ORDER_OF_FULL_WORDS.length; full++) {
      boolean four = (full & 0x0F) == 0x0F || (full & 0xF0) == 0xF0;
      boolean two = (full & (full >>> 1) & 0x55) != 0;
      ORDER_OF_FULL_WORDS[full] = (byte) (four ? 8 : two ? 7 : 6);
    }
  }

  private void set(int from, int count, boolean value) {
    for (int i = from; i < from + count; ) {
      int inWord = Math.min(count - (i - from), Long.SIZE - (i & 63));
      long mask = (inWord == Long.SIZE ? -1 : (1L << inWord) - 1) << i;
      if (value) {
        free[i >>> 6] |= mask;
      } else {
        free[i >>> 6] &= ~mask;
      }
      i += inWord;
    }
  }

  /** Owners and slots of the single frames of a block. */
  static final class Owners {
    final @Nullable FrameOwner[] owner = new FrameOwner[Frames.HUGE_FRAMES];
    final short[] slot = new short[Frames.HUGE_FRAMES];
  }
}
