package io.github.cordonfs.cache.extent;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.pool.CachedFile;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.MappingTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The extents of a file, and what each of them has to know of the file: where frames come from, how
 * large it is, who maps it. It counts what its extents hold. What operations a file has is the
 * business of whoever extends it. Thread-safe, where nothing else is said.
 *
 * <p>Operations return a number: bytes or a frame, or 0 for one that has nothing to tell; less than
 * 0 is one of the codes {@link #EOF} to {@link #NOT_THIS_WAY}.
 */
public abstract class FileExtents implements CachedFile {

  /** The position is at or past the end. */
  public static final int EOF = -1;

  /** The first byte lies in a poisoned page; nothing was transferred. */
  public static final int POISONED = -2;

  /** No memory: "No space left on device". */
  public static final int NO_SPACE = -3;

  /** The file was destroyed, because its file system was closed. */
  public static final int CLOSED = -4;

  /** Beyond the largest offset of a file, {@link Long#MAX_VALUE}: "File too large". */
  public static final int TOO_LARGE = -5;

  /** The page was not poisoned any more; nothing was done. */
  public static final int NOT_POISONED = -6;

  /** The first byte lies in a page that only the store behind the file has. */
  public static final int MISSING = -7;

  /** The short way cannot do it, whatever it has done already: it is to be done in the other. */
  public static final int NOT_THIS_WAY = Integer.MIN_VALUE;

  /** The size once destroyed: every position is past it. */
  private static final long DESTROYED = -1;

  private static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  private static final AtomicIntegerFieldUpdater<FileExtents> HELD =
      AtomicIntegerFieldUpdater.newUpdater(FileExtents.class, "heldFrames");
  private static final AtomicIntegerFieldUpdater<FileExtents> SHRINKS =
      AtomicIntegerFieldUpdater.newUpdater(FileExtents.class, "shrinks");
  private static final AtomicIntegerFieldUpdater<FileExtents> POISONED_PAGES =
      AtomicIntegerFieldUpdater.newUpdater(FileExtents.class, "poisonedPages");
  private static final VarHandle SIZE;

  static {
    try {
      SIZE = MethodHandles.lookup().findVarHandle(FileExtents.class, "size", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final AtomicLongFieldUpdater<FileExtents> EPOCH =
      AtomicLongFieldUpdater.newUpdater(FileExtents.class, "poisonEpoch");

  public final FramePool pool;
  public final PoolMemory memory;
  public final ExtentTree extents = new ExtentTree();

  /** Replaced under the lock of the file. */
  volatile MappingTable mappings = MappingTable.EMPTY;

  private final FileNames names;

  /** In bytes. Written last when a file grows, first when it shrinks. */
  private volatile long size;

  /**
   * How often the size was cut. Changed after the size and before the pages go: a reader who sees
   * the same number before and after its copy has met no page that a cut took away.
   */
  private volatile int shrinks;

  /** Frames in this file, poisoned ones included. */
  private volatile int heldFrames;

  private volatile int poisonedPages;
  private volatile long poisonEpoch;
  private boolean hugeAdvised;

  /**
   * Up to where there may be something behind the end that is nobody's, 0 if there is not; of a
   * destroyed file, what mappings show of it. In bytes; one field, as there are many files.
   */
  private volatile long otherEnd;

  /** Creates the extents of an empty file. */
  protected FileExtents(FramePool pool, FileNames names) {
    this.pool = pool;
    this.memory = pool.memory;
    this.names = names;
  }

  // --- the size ---

  /** Returns the size in bytes; 0 once destroyed. */
  public final long size() {
    return Math.max(size, 0);
  }

  /** Returns the size in bytes, or less than 0 once destroyed. */
  public final long sizeOrDestroyed() {
    return size;
  }

  /** Returns where what mappings show ends, in bytes. */
  public final long shownEnd() {
    long end = size;
    return end < 0 ? otherEnd : end;
  }

  /** Returns how often the size was cut. */
  public final int shrinks() {
    return shrinks;
  }

  /**
   * Sets a larger size. With the lock of the file, after the pages; no later than that is released,
   * every thread sees it.
   */
  protected final void setLargerSize(long newSize) {
    SIZE.setRelease(this, newSize);
  }

  /** Sets a smaller size. With the lock of the file, before the pages go. */
  protected final void setSmallerSize(long newSize) {
    // The increment is a full fence.
    SIZE.setRelease(this, newSize);
    SHRINKS.incrementAndGet(this);
  }

  /** Sets the size of a file that is destroyed now. With its lock, before the pages go. */
  protected final void setDestroyed() {
    otherEnd = size;
    setSmallerSize(DESTROYED);
  }

  /** Returns up to where there may be something behind the end that is nobody's, 0 if not. */
  protected final long strayEnd() {
    return size < 0 ? 0 : otherEnd;
  }

  /** Sets up to where there may be something behind the end, of a file that is not destroyed. */
  protected final void setStrayEnd(long end) {
    otherEnd = end;
  }

  // --- the extents ---

  /** Adds an extent where there is none. With the lock of the file. */
  public final Extent addExtent(long index) {
    Extent extent = newExtent(index);
    extents.add(extent);
    return extent;
  }

  /** Makes an extent of this file, which is not in the tree yet. */
  public Extent newExtent(long index) {
    return new Extent(this, index);
  }

  /** Removes an extent that has no frame. With the lock of the file. */
  public final void forgetIfEmpty(Extent extent) {
    if (extent.isEmpty()) {
      removeExtent(extent);
    }
  }

  /** Removes an extent. With the lock of the file. */
  public void removeExtent(Extent extent) {
    extents.remove(extent.index);
  }

  /** Returns whether a page without a frame is missing, for a store to tell, and not a hole. */
  public boolean isBacked() {
    return false;
  }

  /**
   * Called when a page failed of which a store has the content. With no lock held.
   *
   * @param page as numbered in the file
   */
  public void cleanPageFailed(long page) {}

  /** Asks for huge folios where the policy is to follow such advice. With the lock of the file. */
  protected final void setHugeAdvised() {
    hugeAdvised = true;
  }

  /** Row F1: whether an extent without frames should become a huge folio. With the lock. */
  public boolean wantsHuge(long index, long writeEnd) {
    return switch (pool.huge) {
      case NEVER -> false;
      case ALWAYS, UNSPLITTABLE -> true;
      case ADVISE -> hugeAdvised;
      // Whole extents in a file of that size, counted in whole pages. Unsigned: no overflow.
      case WITHIN_SIZE -> index < (Math.max(size, writeEnd) + IN_PAGE) >>> Frames.HUGE_SHIFT;
    };
  }

  // --- mappings ---

  /** Returns the mappings that are kept up to date: a snapshot. */
  public final MappingTable mappings() {
    return mappings;
  }

  /** Returns whether a page is in a mapping. */
  public final boolean isMapped(long page) {
    return mappings.covers(page);
  }

  /** Has a mapping kept up to date. With the lock of the file. */
  public final void addMapping(Mapping mapping) {
    mappings = mappings.with(mapping);
  }

  /** Forgets a mapping, if it is known. With the lock of the file. */
  public final void removeMapping(Mapping mapping) {
    mappings = mappings.without(mapping);
  }

  // --- what its extents hold ---

  /** Returns the memory held in bytes: a multiple of 4096, reserved and poisoned pages included. */
  public final long allocatedBytes() {
    return (long) heldFrames << Frames.FRAME_SHIFT;
  }

  /** Returns whether a page of the file is poisoned. */
  public final boolean hasPoison() {
    return poisonedPages != 0;
  }

  /** Returns a number that changes when a page of the file is poisoned, before that is reported. */
  public final long poisonEpoch() {
    return poisonEpoch;
  }

  /** Counts frames that an extent got, or lost. */
  final void addHeldFrames(int delta) {
    HELD.addAndGet(this, delta);
  }

  /** Counts pages of an extent that became poisoned, or are no more. */
  final void addPoisonedPages(int delta) {
    POISONED_PAGES.addAndGet(this, delta);
  }

  /** Notes that a page of an extent was poisoned. */
  final void nextPoisonEpoch() {
    EPOCH.incrementAndGet(this);
  }

  // --- whose they are ---

  @Override
  public final FileNames names() {
    return names;
  }

  @Override
  public final ByteRange pageAt(long offset) {
    long from = offset & -Frames.FRAME_BYTES;
    return new ByteRange(from, Math.clamp(size() - from, 0, Frames.FRAME_BYTES));
  }
}
