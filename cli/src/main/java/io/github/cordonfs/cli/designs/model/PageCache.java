package io.github.cordonfs.cli.designs.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pages of one file, by their index. What look-ups say of a failed page is the design's. */
public final class PageCache {

  private final Design design;
  private final @Nullable Slot[] slots;

  PageCache(Design design, int pages) {
    this.design = design;
    this.slots = new @Nullable Slot[pages];
  }

  /** Looks a page up, as most callers do. */
  public Found find(int index) {
    if (!(slots[index] instanceof Page page)) {
      return Found.nothing();
    }
    if (page.isPoisoned()) {
      if (design == Design.NOTHING) {
        return Found.nothing();
      }
      if (design == Design.ERROR || design == Design.ASK) {
        return Found.error(Errno.EIO);
      }
    }
    return Found.page(page);
  }

  /** Looks a page up with the flag of {@link Design#ASK}: the page itself, failed or not. */
  public Found findAsking(int index) {
    return slots[index] instanceof Page page ? Found.page(page) : Found.nothing();
  }

  /**
   * Looks a page up, and makes an empty one where there is none. Null if one is there that look-ups
   * hide.
   */
  public Found findOrCreate(int index) {
    Found found = find(index);
    if (found.isNull() && !(slots[index] instanceof Page)) {
      Page page = new Page();
      slots[index] = page;
      return Found.page(page);
    }
    return found;
  }

  /**
   * Returns what is there, without a look-up: truncation, write-back and invalidation walk the
   * entries themselves.
   */
  public @Nullable Slot entry(int index) {
    return slots[index];
  }

  /** Puts something there. */
  public void replace(int index, Slot slot) {
    slots[index] = slot;
  }

  /** Removes what is there. */
  public void remove(int index) {
    slots[index] = null;
  }

  /** Returns the number of indexes. */
  public int length() {
    return slots.length;
  }

  /** Returns whether a page, or an entry in its place, says that the memory there has failed. */
  public boolean knowsLoss(int index) {
    return switch (slots[index]) {
      case null -> false;
      case Page page -> page.isPoisoned();
      case Slot.LostEntry _ -> true;
    };
  }

  /** Returns the page of an index at which there is one. */
  public Page pageAt(int index) {
    return (Page) Objects.requireNonNull(slots[index]);
  }
}
