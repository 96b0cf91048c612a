package io.github.cordonfs.cli.designs.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A process with a file mapped, and its page table for it. */
public final class Mapper {

  private final @Nullable Page[] table;
  private final boolean[] poisonMarks;
  private int signals;

  /** Creates one that has touched nothing yet. */
  public Mapper(int pages) {
    table = new @Nullable Page[pages];
    poisonMarks = new boolean[pages];
  }

  /** Maps a page, as a fault does that found it. */
  public void map(int index, Page page) {
    table[index] = page;
  }

  /** Returns whether a load finds a page without a fault. */
  public boolean isMapped(int index) {
    return table[index] != null;
  }

  /** Returns the page that is mapped at an index at which one is. */
  public Page mapped(int index) {
    return Objects.requireNonNull(table[index]);
  }

  /** Returns whether a load there gets a SIGBUS, since memory failed under a page mapped there. */
  public boolean isMarkedPoisoned(int index) {
    return poisonMarks[index];
  }

  /** Returns how many signals it was sent when memory failed. */
  public int signals() {
    return signals;
  }

  boolean mapsAny() {
    for (Page page : table) {
      if (page != null) {
        return true;
      }
    }
    return false;
  }

  void signal() {
    signals++;
  }

  /** A split unmaps the pages of a file: each is faulted in again when it is touched. */
  void unmapAll() {
    Arrays.fill(table, null);
  }

  void markPoisoned(int index) {
    table[index] = null;
    poisonMarks[index] = true;
  }
}
