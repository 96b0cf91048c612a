package io.github.cordonfs.conformance;

import java.util.Arrays;

/**
 * Where Cordon differs from Linux on purpose, and how the replay sees it. Each entry says which row
 * of {@code docs/contract.md} wants it, and what Cordon does instead: a line is covered only if
 * Cordon did exactly that.
 */
enum Deliberate {

  /**
   * Row M2. On Linux the last page can be loaded and stored as a whole, behind the end of the file
   * too. A mapping of Java's ends with the file, or extends it: there, the byte is out of bounds.
   */
  MAPPING_ENDS_WITH_THE_FILE {
    @Override
    boolean covers(TraceLine line, String got) {
      boolean mapped = line.operation() == Operation.LOAD || line.operation() == Operation.STORE;
      boolean behindTheEnd = got.equals(MappedByte.OUT_OF_BOUNDS);
      boolean onLinux = !line.failed() || line.recorded().equals("SIGBUS:MCEERR_AR");
      return mapped && behindTheEnd && onLinux;
    }
  },

  /**
   * Row O1. Linux 6.1 gives up on a page that it cannot take off its lists at that moment: EBUSY,
   * and nothing has changed. Cordon moves the page.
   */
  BUSY_PAGES_MOVE {
    @Override
    boolean covers(TraceLine line, String got) {
      return line.operation() == Operation.SOFTOFFLINE
          && line.recorded().equals("EBUSY")
          && got.equals("ok");
    }
  },

  /**
   * Row F0. A byte that was stored behind the end of a file shows on Linux when the file grows over
   * it. In Cordon, what nobody wrote to the file is zero. {@link TailBytes} checks that it is.
   */
  NOTHING_BEHIND_THE_END,

  /**
   * Row M1. On Linux the page that a load, or a soft offline, gave to a hole is dropped with the
   * caches, and is a hole again, with fewer blocks. Cordon's memory is no cache: the page stays,
   * all zero, until it is punched or cut off. {@link CleanPages} checks that it is there.
   */
  LOADED_HOLES_STAY,

  /**
   * Row S13. Pages that are allocated again before anybody wrote to them are data on Linux, which
   * clears them then. In Cordon they are a hole until they are written, however often they are
   * allocated. {@link UnwrittenPages} checks that they are.
   */
  ALLOCATED_IS_NOT_WRITTEN;

  /** Tells whether Linux did what was recorded, and Cordon what the entry wants of it. */
  boolean covers(TraceLine line, String got) {
    return false;
  }

  static boolean explains(TraceLine line, String got) {
    return Arrays.stream(values()).anyMatch(each -> each.covers(line, got));
  }
}
