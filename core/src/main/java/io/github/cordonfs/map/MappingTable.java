package io.github.cordonfs.map;

import java.util.Arrays;

/**
 * The mappings of one file: from a page to whoever maps it. Look-ups take no lock and allocate
 * nothing; a mapping that is added or removed meanwhile may be seen or not. Additions and removals
 * are made under the lock of the file's address space.
 */
public final class MappingTable {

  private static final Mapping[] NONE = {};

  /** Never changed, only replaced. */
  private volatile Mapping[] mappings = NONE;

  /** Creates an empty table. */
  public MappingTable() {}

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return mappings.length == 0;
  }

  /** Returns the mappings at this moment; the array must not be changed. */
  public Mapping[] snapshot() {
    return mappings;
  }

  /** Adds a mapping. */
  public void add(Mapping mapping) {
    Mapping[] before = mappings;
    Mapping[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = mapping;
    mappings = after;
  }

  /** Removes a mapping, if it is there. */
  public void remove(Mapping mapping) {
    Mapping[] before = mappings;
    for (int i = 0; i < before.length; i++) {
      if (before[i] == mapping) {
        Mapping[] after = new Mapping[before.length - 1];
        System.arraycopy(before, 0, after, 0, i);
        System.arraycopy(before, i + 1, after, i, after.length - i);
        mappings = after;
        return;
      }
    }
  }

  /** Returns whether a page is in a mapping. */
  public boolean covers(long page) {
    for (Mapping mapping : mappings) {
      if (mapping.covers(page)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a page is in a mapping that can be written. */
  public boolean coversWritable(long page) {
    return overlapsWritable(page, page + 1);
  }

  /** Returns whether one of some pages, if there are any, is in a mapping that can be written. */
  public boolean overlapsWritable(long from, long to) {
    if (from >= to) {
      return false;
    }
    for (Mapping mapping : mappings) {
      if (mapping.isWritable() && mapping.firstPage() < to && mapping.endPage() > from) {
        return true;
      }
    }
    return false;
  }

  /**
   * Cuts a page off from all mappings. Allocates nothing.
   *
   * @throws IllegalStateException if the kernel refuses for one of them; the others are cut off
   */
  public void cut(long page) {
    IllegalStateException refused = null;
    for (Mapping mapping : mappings) {
      if (mapping.covers(page)) {
        try {
          mapping.fault(page, 1);
        } catch (IllegalStateException e) {
          refused = e;
        }
      }
    }
    if (refused != null) {
      throw refused;
    }
  }
}
