package io.github.cordonfs.cache.pool;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MappedPoisonPolicy;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.OverwritePolicy;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.BuddyAllocator;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one file system: takes them out of the allocator's hands and gives them back, and
 * takes those out of service that nobody owns. The options that say how extents use frames are
 * here, too. Thread-safe.
 */
public abstract class FramePool {

  public final PoolMemory memory;
  public final BuddyAllocator allocator;
  public final FrameTable table;
  public final HugePolicy huge;

  /** Row F8: whether every page is in a huge folio, and those are never split. */
  public final boolean unsplittable;

  /** Row A12: whether mappings keep the content of a page that fails. */
  public final boolean keepsMapped;

  /** Row R7: whether a write of a whole poisoned page makes it good. */
  public final boolean heals;

  /** Huge folios in files: counted by the extents. */
  public final AtomicInteger hugeFolios = new AtomicInteger();

  /** What goes in and out of files: counted by whoever transfers for a caller. */
  public final TransferTally tally = new TransferTally();

  /** How many need the memory: the file system, and each mapping. 0 is final. */
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Held while bad memory is exchanged: no other thread ends the quarantine of such a frame. */
  private final ReentrantLock renewing = new ReentrantLock();

  private volatile boolean closed;
  private volatile ErrorSink errorSink = new NoErrorSink();

  private final FrameStore store;
  private final Supplier<SplitTables> splitTables;

  /**
   * Creates the pool of a store.
   *
   * @param splitTables makes what the split of a huge folio needs
   */
  protected FramePool(
      FrameStore store,
      PoolMemory memory,
      CordonOptions options,
      Supplier<SplitTables> splitTables) {
    this.store = store;
    this.memory = memory;
    this.allocator = new BuddyAllocator(store, options.recycleInjected());
    this.table = allocator.table();
    this.huge = options.huge();
    this.unsplittable = huge == HugePolicy.UNSPLITTABLE;
    this.keepsMapped = options.onMappedPoison() == MappedPoisonPolicy.NOTIFY;
    this.heals = options.overwrite() == OverwritePolicy.HEAL;
    this.splitTables = splitTables;
  }

  /** Returns the states of the frames. */
  public FrameTable frameTable() {
    return table;
  }

  /** Returns the bytes of the frames, for their addresses. */
  public PoolMemory memory() {
    return memory;
  }

  /** Sets whom to tell of bad memory; before the first file is used. */
  public void setErrorSink(ErrorSink sink) {
    errorSink = sink;
  }

  /** Returns whom to tell of bad memory. */
  public ErrorSink errorSink() {
    return errorSink;
  }

  /**
   * Takes a free frame out of service (contract row H1).
   *
   * @param cause a {@link io.github.cordonfs.frame.Cause}
   * @return false if it is not free
   */
  public boolean offlineFree(int frame, byte cause) {
    return allocator.quarantineFree(frame, cause);
  }

  /**
   * Takes a free frame out of service whose memory was found bad, if it still is (contract row
   * S48).
   *
   * @param cause a {@link io.github.cordonfs.frame.Cause}
   * @return false if the frame is not free any more, or its memory good
   */
  public boolean offlineFree(BadFrame found, byte cause) {
    int frame = found.frame();
    // No file gets it while it is looked at.
    if (!allocator.allocateFree(frame)) {
      return false;
    }
    boolean marked = false;
    try {
      marked = isStillBad(found) && table.poisonInTransit(found, cause);
    } finally {
      free(frame, 0);
    }
    return marked;
  }

  /** Looks at a frame; returns null if its memory is good, as far as is known. */
  public @Nullable BadFrame findBad(int frame) {
    int incarnation = table.incarnation(frame);
    return memory.isReadable(frame) ? null : new BadFrame(frame, incarnation);
  }

  /**
   * Looks again at a frame that was found bad (contract row S48): in between it may have been
   * renewed, and may hold good data now. By whoever is to act on it, where nobody else can take the
   * frame away: under its owner's lock.
   */
  public boolean isStillBad(BadFrame found) {
    return table.incarnation(found.frame()) == found.incarnation()
        && !memory.isReadable(found.frame());
  }

  /**
   * Gives frames back to the allocator. What turns out to have failed on its way goes into
   * quarantine, and is renewed at once if it can be (contract row S49).
   *
   * @param order as {@link BuddyAllocator#free}
   */
  public void free(int first, int order) {
    if (!allocator.free(first, order)) {
      for (int frame = first; frame < first + (1 << order); frame++) {
        renew(frame);
      }
    }
  }

  /** As {@link #free}, for single frames: those of an array from one index to another. */
  public void freeSingles(int[] frames, int from, int to) {
    if (!allocator.freeSingles(frames, from, to)) {
      for (int i = from; i < to; i++) {
        renew(frames[i]);
      }
    }
  }

  /**
   * Puts a poisoned frame, which its file has just dropped, in quarantine; bad memory is exchanged
   * for good if the kernel can (contract row U4).
   */
  public void quarantine(int frame) {
    allocator.quarantine(frame);
    renew(frame);
  }

  /**
   * Has bad memory that nobody uses exchanged for good (contract row U4), and so takes the frame
   * out of quarantine. No extent's lock may be needed by anybody for long: it is a system call or
   * three.
   */
  public void renew(int frame) {
    if (isRenewable(frame)) {
      // One at a time: who came second would take the memory from the next owner of the frame.
      renewing.lock();
      try {
        if (isRenewable(frame) && store.renew(frame)) {
          // Before anybody can have it.
          table.renewed(frame);
          allocator.endQuarantine(frame);
        }
      } catch (OutOfMemoryError e) {
        // It stays in quarantine: the patrol tries again. Who gives frames back goes on.
        return;
      } finally {
        renewing.unlock();
      }
    }
  }

  private boolean isRenewable(int frame) {
    byte cause = table.cause(frame);
    boolean bad = cause == Cause.HARDWARE || cause == Cause.SCRUB;
    return bad && table.state(frame) == FrameState.QUARANTINED;
  }

  /**
   * Takes a frame in transit out of service because its memory is bad. The caller has just taken it
   * from its owner, or found it not to have one.
   *
   * @return false if it is good
   */
  public boolean takeOutIfBad(int frame) {
    if (memory.isReadable(frame)) {
      return false;
    }
    if (table.poisonInTransit(frame, Cause.HARDWARE)) {
      errorSink.tookOutOfService(frame, null);
    }
    return true;
  }

  /**
   * Puts a frame in quarantine back into service.
   *
   * @return false if it is not in quarantine
   */
  public boolean endQuarantine(int frame) {
    return allocator.endQuarantine(frame);
  }

  /**
   * Keeps the memory of a block from being given back, if it has any, until {@link #letGo}.
   *
   * @param block number of a piece of 2 MiB
   */
  public boolean hold(int block) {
    return allocator.hold(block);
  }

  /** Ends what {@link #hold} began. */
  public void letGo(int block) {
    allocator.letGo(block);
  }

  /** Returns whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  /** Returns what a split needs, or null if the heap is full: then the split waits. */
  public @Nullable SplitTables splitTablesOrNull() {
    try {
      return splitTables.get();
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  /**
   * Returns what files can use at most, in bytes: quarantined frames are not counted, nor those of
   * their blocks if only whole blocks are of use.
   */
  public long capacityBytes() {
    int lost = unsplittable ? table.brokenBlocks() << Frames.HUGE_ORDER : table.quarantinedFrames();
    return (long) (table.frameCount() - lost) << Frames.FRAME_SHIFT;
  }

  /** Returns what files hold, in bytes, poisoned pages included. */
  public long usedBytes() {
    return (long) allocator.allocatedFrames() << Frames.FRAME_SHIFT;
  }

  /**
   * Returns the memory out of service, in bytes: poisoned pages in files and quarantined frames.
   */
  public long outOfServiceBytes() {
    return (long) (table.poisonedFrames() + table.quarantinedFrames()) << Frames.FRAME_SHIFT;
  }

  /** Returns what went in and out of files so far, also when it is closed. */
  public TransferCounts transferCounts() {
    return tally.transfers();
  }

  /** Returns how reads of files with a store went so far, also when it is closed. */
  public ReadCounts readCounts() {
    return tally.reads();
  }

  /** Returns a snapshot of all figures. */
  public MemoryUsage usage() {
    return new MemoryUsage(
        capacityBytes(),
        usedBytes(),
        allocator.residentBytes(),
        outOfServiceBytes(),
        hugeFolios.get(),
        store.physicalHugeBytes(),
        (long) table.poisonedFrames() << Frames.FRAME_SHIFT);
  }

  /** Bad memory before anybody listens: no file is in use yet, so it cannot be met. */
  private static final class NoErrorSink implements ErrorSink {
    @Override
    public void failed(BadFrame found) {
      throw new IllegalStateException(found + " failed, and nobody handles it");
    }

    @Override
    public void tookOutOfService(int frame, @Nullable LostPage lost) {}

    @Override
    public void deliverReports() {}
  }

  /** Returns where the frames are. */
  public FrameStore store() {
    return store;
  }

  /** Keeps the memory beyond {@link #close}, until {@link #release}; before it is closed. */
  public void retain() {
    holders.incrementAndGet();
  }

  /** As {@link #retain}; false if the memory is not kept any more, and may be gone. */
  public boolean retainIfOpen() {
    int before;
    do {
      before = holders.get();
      if (before == 0) {
        return false;
      }
    } while (!holders.compareAndSet(before, before + 1));
    return true;
  }

  /** Ends what {@link #retain} began. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      store.close();
    }
  }

  /**
   * Gives the memory back, after every address space was destroyed, when nobody retains it any
   * more. Once.
   */
  public void close() {
    closed = true;
    allocator.close();
    release();
  }
}
