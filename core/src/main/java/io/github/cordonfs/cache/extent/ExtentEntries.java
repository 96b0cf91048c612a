package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the pages of an extent, and the one place where they change. Each change keeps the
 * counts of the extent, its file and the pool in step with the entries, and brings the mappings up
 * to date where pages show something else. In which mode the lock is held for which, {@link Extent}
 * says.
 */
public abstract class ExtentEntries {

  private static final VarHandle FRAMES;

  static {
    try {
      FRAMES = MethodHandles.lookup().findVarHandle(ExtentEntries.class, "frames", int[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final FileExtents file;

  /** First frame of the huge folio, or NONE. Written after what describes the folio. */
  private volatile int hugeFirst = Frames.NONE;

  /**
   * Entry of each page when there is no huge folio: a frame, HOLE, or {@link
   * PageEntry#poisonedEntry}. As long as the last page needs; null when there are only holes.
   */
  private volatile int @Nullable [] frames;

  /**
   * A bit for each page: set if its frame holds data, clear if it was only reserved and reads as
   * zeros. Null: all do.
   */
  private volatile long @Nullable [] present;

  /** Poisoned pages of this extent. Changed under the lock in write mode only. */
  private int poisonedPages;

  /**
   * A bit for each poisoned page of a huge folio that could not be split for want of heap. Made
   * with the folio, so that marking a page never needs memory.
   */
  private long @Nullable [] hugePoison;

  ExtentEntries(FileExtents file) {
    this.file = file;
  }

  /** Returns the file that it is a part of. */
  public final FileExtents file() {
    return file;
  }

  // --- entries ---

  /** Returns the first frame of a huge folio of which every page holds good data, or NONE. */
  public final int wholeFolio() {
    int huge = hugeFirst;
    return huge >= 0 && present == null && poisonedPages == 0 ? huge : Frames.NONE;
  }

  /** Returns the first frame of the huge folio, or NONE. */
  public final int folio() {
    return hugeFirst;
  }

  /** Returns how many pages are poisoned. Under the lock, or as a look. */
  public final int poisonedPages() {
    return poisonedPages;
  }

  /** Returns the entries of the small frames, as far as there are any. */
  final int @Nullable [] table() {
    return frames;
  }

  /** Returns a bit for each poisoned page of a huge folio. Under the lock in write mode. */
  final long @Nullable [] marks() {
    return hugePoison;
  }

  /**
   * Returns whether mappings show nothing of the extent, because a page of a folio failed that is
   * never split (row F9). Under the lock, or as a look.
   */
  final boolean isCutOff() {
    return poisonedPages != 0 && file.pool.unsplittable;
  }

  /** Returns whether all pages that have a frame have data. */
  final boolean isAllPresent() {
    return present == null;
  }

  /** Returns the entry of a page (0..511). */
  public final int entry(int page) {
    int huge = hugeFirst;
    if (huge >= 0) {
      long[] poison = hugePoison;
      return poisonedPages != 0 && poison != null && PageBits.bit(poison, page)
          ? PageEntry.poisonedEntry(huge + page)
          : huge + page;
    }
    int[] table = frames;
    return table == null || page >= table.length
        ? PageEntry.HOLE
        : (int) PageEntry.ENTRIES.getAcquire(table, page);
  }

  /** Returns whether the frame of a page, if it has one, holds data. */
  public final boolean isPresent(int page) {
    long[] bits = present;
    return bits == null || PageBits.bit(bits, page);
  }

  /** Returns whether a page has data to copy: neither hole nor reserved nor poisoned. */
  public final boolean hasData(int page) {
    return entry(page) >= 0 && isPresent(page);
  }

  /** Returns whether any page of a huge folio has data. */
  public final boolean hasAnyData() {
    long[] bits = present;
    if (bits == null) {
      return true;
    }
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      if (PageBits.bit(bits, page)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether no page has a frame. */
  public final boolean isEmpty() {
    return hugeFirst < 0 && frames == null;
  }

  // --- pages are added: with the lock in read mode ---

  /** Makes an empty extent a huge folio of reserved pages. The arrays have no bit set. */
  final void addFolio(int first, long[] data, long[] marks) {
    becomeFolio(first, data, marks, 0);
  }

  /** Makes an empty extent a huge folio of which every page has data. */
  final void addWholeFolio(int first, long[] marks) {
    becomeFolio(first, null, marks, 0);
    showChanged(0, Frames.HUGE_FRAMES);
  }

  /** Returns whether small frames can be given to pages that have none, without further ado. */
  final boolean areSmallHoles(int from, int to) {
    if (hugeFirst >= 0 || present != null) {
      return false;
    }
    int[] table = frames;
    for (int page = from; table != null && page < Math.min(to, table.length); page++) {
      if (table[page] != PageEntry.HOLE) {
        return false;
      }
    }
    return true;
  }

  /**
   * Allocates what {@link #addNew} needs.
   *
   * @param added gets the frames of the pages later
   * @return the table of entries afterwards
   */
  final int[] tableFor(int first, int[] added) {
    int[] table = frames;
    int end = first + added.length;
    if (table != null && end <= table.length) {
      return table;
    }
    return table == null && first == 0 && PageEntry.isTableLength(end)
        ? added
        : PageEntry.grown(table, end);
  }

  /**
   * Shows small holes as pages with data.
   *
   * @param added of each page its frame
   * @param table from {@link #tableFor}
   */
  @SuppressWarnings("ReferenceEquality") // whether it is the table, not whether it looks like it
  final void addNew(int first, int[] added, int[] table) {
    if (table == frames) {
      for (int i = 0; i < added.length; i++) {
        setEntry(first + i, added[i]);
      }
    } else {
      System.arraycopy(added, 0, table, first, added.length);
      // No later than the lock is released, every thread sees it.
      FRAMES.setRelease(this, table);
    }
    file.addHeldFrames(added.length);
    showChanged(first, first + added.length);
  }

  /**
   * Allocates what {@link #add} needs.
   *
   * @param end the page just past those that get a frame, 0 if none does
   */
  final void prepareToAdd(int end, boolean asData) {
    int[] table = frames;
    if (end > (table == null ? 0 : table.length)) {
      frames = PageEntry.grown(table, end);
    }
    if (!asData && present == null) {
      present = PageBits.all();
    }
  }

  /**
   * Shows pages as data, or as reserved. After {@link #prepareToAdd}.
   *
   * @param added of each page its frame
   * @param fresh whether the page gets it now
   */
  final void add(int first, int pages, int[] added, boolean[] fresh, boolean asData) {
    long[] bits = present;
    int held = 0;
    for (int i = 0; i < pages; i++) {
      if (bits != null) {
        PageBits.setBit(bits, first + i, asData);
      }
      if (fresh[i]) {
        setEntry(first + i, added[i]);
        held++;
      }
    }
    file.addHeldFrames(held);
    if (asData) {
      if (bits != null && hugeFirst >= 0 && PageBits.isFull(bits)) {
        present = null;
      }
      showChanged(first, first + pages);
    }
  }

  // --- pages fail, move, become good or go: with the lock in write mode ---

  /** Marks a page as poisoned. Allocates nothing: it must not fail. */
  final void poison(int page, int frame) {
    if (hugeFirst >= 0) {
      PageBits.setBit(Objects.requireNonNull(hugePoison), page, true);
    } else {
      setEntry(page, PageEntry.poisonedEntry(frame));
      pageLeft(frame);
    }
    countPoisoned(1);
    file.nextPoisonEpoch();
  }

  /** Marks a missing page as poisoned, of an extent of small folios that has room for its entry. */
  final void loseBefore(int page) {
    setEntry(page, PageEntry.LOST_BEFORE);
    file.addHeldFrames(1);
    countPoisoned(1);
    file.nextPoisonEpoch();
    showChanged(page, page + 1);
  }

  /** Makes a poisoned page what it was before. */
  final void unpoison(int page, int frame) {
    if (hugeFirst >= 0) {
      PageBits.setBit(Objects.requireNonNull(hugePoison), page, false);
    } else {
      setEntry(page, frame);
      pageCame(page, frame);
    }
    countPoisoned(-1);
    if (file.pool.unsplittable) {
      showChanged(0, Frames.HUGE_FRAMES);
    } else {
      showChanged(page, page + 1);
    }
  }

  /** Gives a poisoned page of small folios another frame, or what it has, with data. */
  final void heal(int page, int frame) {
    long[] bits = present;
    if (bits != null) {
      PageBits.setBit(bits, page, true);
    }
    unpoison(page, frame);
  }

  /** Called when a good page, or a huge folio, left with its frame, or a small page failed. */
  void pageLeft(int frame) {}

  /** Called when a small page that had failed became good again, in whatever frame. */
  void pageCame(int page, int frame) {}

  /** Called when a good small page has another frame. */
  void pageMoved(int page, int from, int to) {}

  /** Called when a huge folio was split. */
  void folioSplit(int first) {}

  /** Makes a poisoned page of small folios a hole. Allocates nothing: it must not fail. */
  final void removePoisoned(int page) {
    setEntry(page, PageEntry.HOLE);
    countPoisoned(-1);
    file.addHeldFrames(-1);
    showChanged(page, page + 1);
  }

  /** Gives a good page of small folios another frame with the same content. */
  final void move(int page, int frame) {
    int from = entry(page);
    setEntry(page, frame);
    pageMoved(page, from, frame);
    showChanged(page, page + 1);
  }

  /** Makes pages of small folios holes, and gives up the table if it has no others. */
  final void remove(int from, int to, FreedFrames freed) {
    int[] table = frames;
    if (table == null) {
      return;
    }
    long[] bits = present;
    int removed = 0;
    for (int page = from; page < Math.min(to, table.length); page++) {
      int entry = entry(page);
      if (entry != PageEntry.HOLE) {
        setEntry(page, PageEntry.HOLE);
        if (bits != null) {
          PageBits.setBit(bits, page, false);
        }
        if (PageEntry.isPoisoned(entry)) {
          countPoisoned(-1);
        } else {
          pageLeft(entry);
        }
        freed.add(entry);
        removed++;
      }
    }
    file.addHeldFrames(-removed);
    showChanged(from, to);
    if (PageEntry.isEmptyBut(table, from, to)) {
      frames = null;
      present = null;
    }
  }

  /** Makes all pages of a huge folio holes. */
  final void removeFolio(FreedFrames freed) {
    int first = hugeFirst;
    int poisoned = poisonedPages;
    long[] bad = hugePoison;
    hugeFirst = Frames.NONE;
    pageLeft(first);
    countPoisoned(-poisoned);
    showChanged(0, Frames.HUGE_FRAMES);
    if (poisoned == 0 || bad == null) {
      freed.addHuge(first);
    } else {
      file.pool.table.unassignHuge(first);
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        int frame = first + page;
        freed.add(PageBits.bit(bad, page) ? PageEntry.poisonedEntry(frame) : frame);
      }
    }
    present = null;
    hugePoison = null;
    file.addHeldFrames(-Frames.HUGE_FRAMES);
    file.pool.hugeFolios.decrementAndGet();
  }

  /**
   * Has good pages of a huge folio, which keeps their frames, forget their data.
   *
   * @param all bits that are all set, if {@link #isAllPresent}
   */
  final void forget(int from, int to, long @Nullable [] all) {
    long[] bits = present == null ? Objects.requireNonNull(all) : present;
    for (int page = from; page < to; page++) {
      if (entry(page) >= 0) {
        PageBits.setBit(bits, page, false);
      }
    }
    present = bits;
    showChanged(from, to);
  }

  /** Makes poisoned pages of a huge folio, in good memory, pages without data; as the other. */
  final void forgetPoisoned(long[] pages, long @Nullable [] all) {
    long[] marks = Objects.requireNonNull(hugePoison);
    long[] bits = present == null ? Objects.requireNonNull(all) : present;
    int count = 0;
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      if (PageBits.bit(pages, page)) {
        PageBits.setBit(marks, page, false);
        PageBits.setBit(bits, page, false);
        count++;
      }
    }
    present = bits;
    countPoisoned(-count);
    showChanged(0, Frames.HUGE_FRAMES);
  }

  /** Gives a huge folio other frames with the same content; poisoned pages stay that. */
  final void moveFolio(int target, FreedFrames freed) {
    int first = hugeFirst;
    long[] bad = Objects.requireNonNull(hugePoison);
    hugeFirst = target;
    file.pool.table.unassignHuge(first);
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      int frame = first + page;
      freed.add(PageBits.bit(bad, page) ? PageEntry.poisonedEntry(frame) : frame);
    }
    showChanged(0, Frames.HUGE_FRAMES);
  }

  /** Makes all pages holes; what held them is the caller's. Allocates nothing. */
  final void removeAll() {
    int[] table = frames;
    int held = PageEntry.held(table);
    for (int page = 0; table != null && page < table.length; page++) {
      if (table[page] >= 0) {
        pageLeft(table[page]);
      }
    }
    if (hugeFirst >= 0) {
      pageLeft(hugeFirst);
      held = Frames.HUGE_FRAMES;
      file.pool.hugeFolios.decrementAndGet();
      hugeFirst = Frames.NONE;
    }
    // Each of these stores has the processor wait for all before it: not where nothing changes.
    if (table != null) {
      frames = null;
    }
    if (present != null) {
      present = null;
    }
    hugePoison = null;
    countPoisoned(-poisonedPages);
    file.addHeldFrames(-held);
    showChanged(0, Frames.HUGE_FRAMES);
  }

  // --- folios are split and joined: with the lock in write mode ---

  /** Makes a huge folio 512 small ones, in place. */
  final void split(SplitTables tables) {
    int first = hugeFirst;
    int[] table = tables.frames;
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      table[page] = first + page;
    }
    for (int page = 0; poisonedPages > 0 && page < Frames.HUGE_FRAMES; page++) {
      table[page] = entry(page);
    }
    frames = table;
    hugeFirst = Frames.NONE;
    hugePoison = null;
    file.pool.hugeFolios.decrementAndGet();
    folioSplit(first);
  }

  /** Makes small folios that fill a block in order, all with data, a huge one, in place. */
  final void join(int first, long[] marks) {
    becomeFolio(first, null, marks, Frames.HUGE_FRAMES);
  }

  /**
   * Puts a huge folio in the place of small ones, of which none is poisoned.
   *
   * @param data a bit for each page with data, or null if all have
   * @param held frames of the small folios, which are the caller's now
   */
  final void replace(int first, long @Nullable [] data, long[] marks, int held) {
    becomeFolio(first, data, marks, held);
    showChanged(0, Frames.HUGE_FRAMES);
  }

  private void becomeFolio(int first, long @Nullable [] data, long[] marks, int held) {
    present = data;
    hugePoison = marks;
    hugeFirst = first;
    frames = null;
    file.addHeldFrames(Frames.HUGE_FRAMES - held);
    file.pool.hugeFolios.incrementAndGet();
  }

  /** Brings the mappings of pages up to date, which show something else now. */
  abstract void showChanged(int from, int to);

  private void countPoisoned(int delta) {
    if (delta != 0) {
      poisonedPages += delta;
      file.addPoisonedPages(delta);
    }
  }

  /** Sets the entry of a page in the table of small frames, which reaches that far. */
  private void setEntry(int page, int entry) {
    PageEntry.set(frames, page, entry);
  }
}
