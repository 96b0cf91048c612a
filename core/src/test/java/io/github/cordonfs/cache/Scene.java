package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.ExtentInternals;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.HeapFrameStore;
import io.github.cordonfs.frame.HeapPoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Two files in a memory that a model checker can interleave. The first pages of {@code file} hold
 * GOOD, in the frames of the same numbers; {@code other} is empty.
 */
final class Scene {

  static final int PAGE = Frames.FRAME_BYTES;
  static final byte GOOD = 7;
  static final byte NEW = 9;
  static final byte OTHER = 66;

  final WatchedMemory memory;
  final PageCache cache;
  final HardOffline failure;
  final AddressSpace file;
  final AddressSpace other;

  /** Of {@code file}; see {@link #window}. */
  FakeWindow window;

  Scene(int blocks, HugePolicy huge, int pages) {
    HeapFrameStore store = new HeapFrameStore(blocks);
    memory = new WatchedMemory(store.memory());
    cache =
        new PageCache(store, memory, CordonOptions.builder().huge(huge).build(), SplitTables::new);
    failure = new HardOffline("test", cache, PoisonPolicy.KEEP);
    file = cache.newAddressSpace(() -> List.of("/file"));
    other = cache.newAddressSpace(() -> List.of("/other"));
    if (pages > 0) {
      write(file, 0, pages, GOOD);
    }
  }

  /** One page, in small frames. */
  static Scene small() {
    return new Scene(1, HugePolicy.NEVER, 1);
  }

  /** One page, in a huge folio. */
  static Scene huge() {
    return new Scene(1, HugePolicy.ALWAYS, 1);
  }

  /** Makes a window of the first page of the file, not mapped yet. */
  Scene window(boolean writable) {
    window = new FakeWindow(file, 1, writable);
    memory.watch(List.of(window), cache.table);
    return this;
  }

  /** Makes a window and maps it. */
  Scene mapped(boolean writable) {
    window(writable);
    window.map();
    return this;
  }

  static void check(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }

  // --- what can be done ---

  MemoryFailureEvent strike() {
    return strike(0);
  }

  MemoryFailureEvent strike(int frame) {
    return failure.strike(frame);
  }

  MemoryFailureEvent strikeKeepingContent() {
    return failure.strike(0, StrikeContent.KEEP);
  }

  SoftOfflineResult softOffline() {
    return new SoftOffline(cache).softOffline(0);
  }

  UnpoisonResult unpoison() {
    return new Unpoison(cache).unpoison(0);
  }

  /** Joins the first 2 MiB of the file; returns whether it became a huge folio. */
  boolean collapse() {
    return SpaceCollapse.collapse(file, 0, Long.MAX_VALUE).joined() == 1;
  }

  /** Restores the first page with NEW; returns whether it was poisoned. */
  boolean restore() {
    List<ByteRange> restored = new ArrayList<>();
    int code = file.restore(file.pageAt(0), MemorySegment.ofArray(page(NEW)), restored);
    check(code == 0, "restored: " + code);
    return !restored.isEmpty();
  }

  private static byte[] page(byte value) {
    byte[] page = new byte[PAGE];
    for (int i = 0; i < HeapPoolMemory.SAMPLES; i++) {
      page[HeapPoolMemory.sample(i)] = value;
    }
    return page;
  }

  static int write(AddressSpace file, long position, byte value) {
    return file.write(position, MemorySegment.ofArray(page(value)), 0, PAGE);
  }

  static void write(AddressSpace file, long position, int pages, byte value) {
    byte[] bytes = new byte[pages * PAGE];
    for (int page = 0; page < pages; page++) {
      for (int i = 0; i < HeapPoolMemory.SAMPLES; i++) {
        bytes[page * PAGE + HeapPoolMemory.sample(i)] = value;
      }
    }
    int n = file.write(position, MemorySegment.ofArray(bytes), 0, bytes.length);
    check(n == bytes.length, "wrote " + n);
  }

  /** What a read of a page gave. */
  static final class Read {
    final byte[] bytes = new byte[PAGE];
    int result;

    void of(AddressSpace file, long position) {
      result = file.read(position, MemorySegment.ofArray(bytes), 0, PAGE);
    }

    /** Every sampled byte that was delivered is one of these; what was not is 0. */
    void delivered(byte... allowed) {
      for (int i = 0; i < HeapPoolMemory.SAMPLES; i++) {
        int sample = HeapPoolMemory.sample(i);
        boolean fine = sample >= result && bytes[sample] == 0;
        for (byte value : allowed) {
          fine |= sample < result && bytes[sample] == value;
        }
        check(fine, "result " + result + ", byte " + sample + " is " + bytes[sample]);
      }
    }

    /** The page was read, or is an error; if it was read, it is one of these. */
    void goodOrLost(byte... allowed) {
      check(result == PAGE || result == AddressSpace.POISONED, "read " + result);
      delivered(allowed);
    }
  }

  // --- what must be true afterwards, when nobody is at work ---

  byte frameState() {
    return cache.table.state(0);
  }

  void checkLost() {
    Read after = new Read();
    after.of(file, 0);
    check(after.result == AddressSpace.POISONED, "read after the strike: " + after.result);
  }

  void checkHolds(long position, byte value) {
    Read after = new Read();
    after.of(file, position);
    check(after.result == PAGE, "read afterwards: " + after.result);
    after.delivered(value);
  }

  void checkQuarantined() {
    check(frameState() == FrameState.QUARANTINED, FrameState.name(frameState()));
  }

  /** Returns the index behind the last page that can have a frame. */
  private static int endOf(Extent extent) {
    int[] table = ExtentInternals.table(extent);
    return extent.folio() >= 0 ? Frames.HUGE_FRAMES : table == null ? 0 : table.length;
  }

  /** The figures are right, and so are all windows. */
  void checkAll() {
    if (window != null) {
      window.check();
    }
    Extent extent = file.extentAt(0);
    int poisoned = 0;
    int held = 0;
    int end = extent == null ? 0 : endOf(extent);
    for (int page = 0; page < end; page++) {
      int entry = extent.entry(page);
      held += entry == PageEntry.HOLE ? 0 : 1;
      if (PageEntry.isPoisoned(entry)) {
        poisoned++;
        byte state = cache.table.state(PageEntry.poisonedFrame(entry));
        check(state == FrameState.POISONED, "marked, but " + FrameState.name(state));
      } else if (entry >= 0) {
        byte state = cache.table.state(entry);
        check(state == FrameState.IN_USE, "held, but " + FrameState.name(state));
      }
    }
    check(extent == null || extent.poisonedPages() == poisoned, "poisoned pages of the extent");
    check(cache.table.poisonedFrames() == poisoned, "poisoned frames");
    check(file.hasPoison() == poisoned > 0, "poison of the file");
    check(file.allocatedBytes() == (long) held * PAGE, "bytes of the file");
    long used = file.allocatedBytes() + other.allocatedBytes();
    check(cache.usedBytes() == used, cache.usedBytes() + " bytes used instead of " + used);
  }
}
