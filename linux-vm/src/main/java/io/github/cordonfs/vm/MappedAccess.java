package io.github.cordonfs.vm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Loads and stores through mappings, of which each ends with a call. HotSpot delivers the error of
 * a bad page in compiled code late; a call that is not inlined makes it precise. The JVM is started
 * with {@code -XX:CompileCommand=dontinline} for this class.
 */
final class MappedAccess {

  private static volatile long sink;

  private MappedAccess() {}

  /**
   * Copies a page out of a mapping.
   *
   * @throws InternalError if its memory is bad
   */
  static void load(MemorySegment mapped, long offset, byte[] page) {
    MemorySegment.copy(mapped, ValueLayout.JAVA_BYTE, offset, page, 0, page.length);
    barrier(page[0]);
  }

  /**
   * Copies a page into a mapping.
   *
   * @throws InternalError if its memory is bad
   */
  static void store(MemorySegment mapped, long offset, byte[] page) {
    MemorySegment.copy(page, 0, mapped, ValueLayout.JAVA_BYTE, offset, page.length);
    barrier(page[0]);
  }

  static void barrier(long value) {
    sink = value;
  }

  /** Returns what the last access left here; it keeps the calls from being thrown away. */
  static long sink() {
    return sink;
  }
}
