package io.github.cordonfs.map;

import java.util.Arrays;

/**
 * The mappings of one file: from a page to whoever maps it. Never changed: a file that is mapped or
 * unmapped gets another table, and one that nobody maps costs no memory for it. Look-ups allocate
 * nothing.
 */
public final class MappingTable {

  /** The table of a file that is not mapped. */
  public static final MappingTable EMPTY = new MappingTable(new Mapping[0]);

  private final Mapping[] mappings;

  private MappingTable(Mapping[] mappings) {
    this.mappings = mappings;
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return mappings.length == 0;
  }

  /** Returns the mappings; the array must not be changed. */
  public Mapping[] all() {
    return mappings;
  }

  /** Returns a table with these mappings and another. */
  public MappingTable with(Mapping mapping) {
    Mapping[] after = Arrays.copyOf(mappings, mappings.length + 1);
    after[mappings.length] = mapping;
    return new MappingTable(after);
  }

  /** Returns a table with these mappings but one; this table if it is not there. */
  public MappingTable without(Mapping mapping) {
    for (int i = 0; i < mappings.length; i++) {
      if (mappings[i] == mapping) {
        return without(i);
      }
    }
    return this;
  }

  private MappingTable without(int index) {
    if (mappings.length == 1) {
      return EMPTY;
    }
    Mapping[] after = new Mapping[mappings.length - 1];
    System.arraycopy(mappings, 0, after, 0, index);
    System.arraycopy(mappings, index + 1, after, index, after.length - index);
    return new MappingTable(after);
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

  /** Returns whether one of some pages, if there are any, is in a mapping. */
  public boolean overlaps(long from, long to) {
    for (Mapping mapping : mappings) {
      if (from < to && mapping.firstPage() < to && mapping.endPage() > from) {
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
   * Cuts pages off from all mappings. Allocates nothing.
   *
   * @throws IllegalStateException if the kernel refuses for one of them; the others are cut off
   */
  public void cut(long from, long to) {
    IllegalStateException refused = null;
    for (Mapping mapping : mappings) {
      if (mapping.firstPage() < to && mapping.endPage() > from) {
        try {
          mapping.fault(from, to - from);
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
