package io.github.cordonfs.nio.mapping;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The mappings of this process that can be written and have a store behind them, by address: what
 * is stored in one reaches the store only if somebody knows whose it is. Thread-safe.
 */
public final class StoredMappings {

  private record Entry(long end, FileMapping mapping) {}

  private static final ConcurrentSkipListMap<Long, Entry> ALL = new ConcurrentSkipListMap<>();

  private StoredMappings() {}

  /** Returns the address by which it can be removed. */
  static long add(MemorySegment segment, FileMapping mapping) {
    long address = segment.address();
    ALL.put(address, new Entry(address + segment.byteSize(), mapping));
    return address;
  }

  /** Forgets a mapping, before its addresses can be another's. */
  static void remove(long address) {
    ALL.remove(address);
  }

  /**
   * Makes durable what was stored through a mapping; of memory that is mapped in another way, what
   * the JDK does.
   *
   * @param segment mapped memory, or a part of it
   * @throws UnsupportedOperationException if it is not mapped
   * @throws IOException if the store does not take it, or some of it is lost
   */
  public static void force(MemorySegment segment) throws IOException {
    Map.Entry<Long, Entry> found = ALL.floorEntry(segment.address());
    if (segment.isMapped() && found != null && segment.address() < found.getValue().end) {
      found.getValue().mapping.force();
      return;
    }
    segment.force();
  }
}
