package io.github.cordonfs.cache;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.frame.BuddyAllocator;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The memory of one file system and the address spaces in it. Thread-safe. */
public final class PageCache {

  final PoolMemory memory;
  final BuddyAllocator allocator;
  final FrameTable table;
  final HugePolicy huge;

  /** Huge folios in files. */
  final AtomicInteger hugeFolios = new AtomicInteger();

  private final FrameStore store;
  private final Supplier<SplitTables> splitTables;

  /** For tests: a memory and a source of split tables of their own. */
  PageCache(
      FrameStore store, PoolMemory memory, HugePolicy huge, Supplier<SplitTables> splitTables) {
    this.store = store;
    this.memory = memory;
    this.allocator = new BuddyAllocator(store);
    this.table = allocator.table();
    this.huge = huge;
    this.splitTables = splitTables;
  }

  /**
   * Opens the memory of a file system.
   *
   * @param options its size, policy of huge folios and wish for physical huge pages are used
   * @throws IOException if the operating system refuses the memory
   */
  public static PageCache open(CordonOptions options) throws IOException {
    FrameStore store = FrameStore.open(options.size(), options.physicalHugePages());
    return new PageCache(store, store.memory(), options.huge(), SplitTables::new);
  }

  /**
   * Makes the data of a new, empty file.
   *
   * @param names asked when a loss is reported
   */
  public AddressSpace newAddressSpace(FileNames names) {
    return new AddressSpace(this, names);
  }

  /** Returns the states of the frames. */
  public FrameTable frameTable() {
    return table;
  }

  /** Returns the bytes of the frames, for their addresses. */
  public PoolMemory memory() {
    return memory;
  }

  /**
   * Takes a free frame out of service (contract row H1).
   *
   * @return false if it is not free
   */
  public boolean offlineFree(int frame) {
    return allocator.quarantineFree(frame);
  }

  /**
   * Takes a frame of a file out of use (contract rows H4, H5).
   *
   * @param owner who probably owns it
   * @param keep whether the page stays in its file, marked
   * @param destroy whether to overwrite the frame
   * @return null if that owner does not have the frame, or no longer
   */
  public @Nullable LostPage offline(int frame, FrameOwner owner, boolean keep, boolean destroy) {
    return owner instanceof Extent extent
        ? PageFailure.offline(extent, frame, keep, destroy)
        : null;
  }

  /** Returns what a split needs, or null if the heap is full: then the split waits. */
  @Nullable SplitTables splitTablesOrNull() {
    try {
      return splitTables.get();
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  /** Returns what files can use at most, in bytes: quarantined frames are not counted. */
  public long capacityBytes() {
    return (long) (table.frameCount() - table.quarantinedFrames()) << Frames.FRAME_SHIFT;
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

  /** Returns a snapshot of all figures. */
  public MemoryUsage usage() {
    return new MemoryUsage(
        capacityBytes(),
        usedBytes(),
        allocator.residentBytes(),
        outOfServiceBytes(),
        hugeFolios.get(),
        store.physicalHugeBytes());
  }

  /** Gives the memory back, after every address space was destroyed. Idempotent. */
  public void close() {
    allocator.close();
    store.close();
  }
}
