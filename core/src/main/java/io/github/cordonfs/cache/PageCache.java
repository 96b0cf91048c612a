package io.github.cordonfs.cache;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PageState;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FrameLook;
import io.github.cordonfs.cache.extent.Migration;
import io.github.cordonfs.cache.extent.PageFill;
import io.github.cordonfs.cache.extent.PageHeal;
import io.github.cordonfs.cache.extent.PageMigration;
import io.github.cordonfs.cache.extent.PageOffline;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.cache.pool.LostPage;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.PoolMemory;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one file system and the address spaces in it: what can be asked of a frame that a
 * file owns. Thread-safe.
 */
public final class PageCache extends FramePool {

  private final Collapser collapser = new Collapser(this);

  /** For tests: a memory and a source of split tables of their own. */
  PageCache(
      FrameStore store,
      PoolMemory memory,
      CordonOptions options,
      Supplier<SplitTables> splitTables) {
    super(store, memory, options, splitTables);
    PageFill.prepare();
  }

  /**
   * Opens the memory of a file system.
   *
   * @param options its size, policy of huge folios and wish for physical huge pages are used
   * @throws IOException if the operating system refuses the memory
   */
  public static PageCache open(CordonOptions options) throws IOException {
    FrameStore store = FrameStore.open(options.size(), options.physicalHugePages());
    boolean done = false;
    try {
      PageCache cache = new PageCache(store, store.memory(), options, SplitTables::new);
      if (options.collapseRate() > 0) {
        cache.collapser.start(options.collapseRate());
      }
      done = true;
      return cache;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  @Override
  public void close() {
    collapser.stop();
    super.close();
  }

  /** Returns how many bytes the memory of a file system that is opened now could have. */
  public static long mostBytes() {
    return FrameStore.mostBytes();
  }

  /**
   * Makes the data of a new, empty file.
   *
   * @param names asked when a loss is reported
   */
  public AddressSpace newAddressSpace(FileNames names) {
    return new AddressSpace(this, names);
  }

  /**
   * Takes a frame of a file out of use (contract rows H4, H5).
   *
   * @param owner who probably owns it
   * @param found what was found if its memory is bad, to be looked at again; null if the failure is
   *     injected
   * @param keep whether the page stays in its file, marked
   * @param cause a {@link io.github.cordonfs.frame.Cause}; INJECTED overwrites the frame
   * @return null if that owner does not have the frame, or no longer, or its memory is good
   */
  public @Nullable LostPage offline(
      int frame, FrameOwner owner, @Nullable BadFrame found, boolean keep, byte cause) {
    return owner instanceof Extent extent
        ? PageOffline.offline(extent, frame, found, keep, cause)
        : null;
  }

  /**
   * Moves the page of a frame to another frame (contract rows O1 to O7).
   *
   * @param owner who probably owns it
   * @return null if that owner does not have the frame, or no longer
   */
  public @Nullable Migration migrate(int frame, FrameOwner owner) {
    return owner instanceof Extent extent ? PageMigration.migrate(extent, frame) : null;
  }

  /**
   * Takes back an injected failure of a frame that is still in its file (contract row U3).
   *
   * @param owner who probably owns it
   * @return null if that owner does not have the frame, or no longer
   */
  public @Nullable UnpoisonResult unpoison(int frame, FrameOwner owner) {
    return owner instanceof Extent extent ? PageHeal.unpoison(extent, frame) : null;
  }

  /** Returns the number of frames; they are numbered from 0. */
  public int frameCount() {
    return table.frameCount();
  }

  /** Copies what frames, which exist, are used for: codes of {@link PageState}. */
  public void states(int first, byte[] target, int offset, int count) {
    FrameLook.states(table, first, target, offset, count);
  }

  /** Returns what the background collapser has done. */
  public CollapseCounters collapseCounters() {
    return collapser.counters();
  }

  Collapser collapser() {
    return collapser;
  }
}
