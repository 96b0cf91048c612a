package io.github.cordonfs.hadoop.cache;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Pages that failed and were not read again from the store yet. Memory fails rarely, so one lock is
 * enough; who reads from the store takes it only while there is such a page. Thread-safe.
 */
final class FailedPages {

  /** Pages to remember; of those that fail beyond, the oldest are forgotten and never healed. */
  static final int MOST = 1 << 16;

  /** Bytes. */
  static final int PAGE = 4096;

  /**
   * A page of a file.
   *
   * @param file its name in the cache
   * @param index of the page, from 0
   */
  record Page(String file, long index) {}

  // Of this monitor, but for looks whether there is anything.
  private volatile boolean some;
  private final Set<Page> failed = new LinkedHashSet<>();

  /**
   * Notes that a page failed.
   *
   * @return how many pages are healed by that: one if the page was noted already, as it must have
   *     been read again to fail once more
   */
  synchronized int fail(Page page) {
    boolean again = !failed.add(page);
    if (failed.size() > MOST) {
      failed.remove(failed.iterator().next());
    }
    some = true;
    return again ? 1 : 0;
  }

  /**
   * Notes that a range of a file was read from the store.
   *
   * @return how many pages are healed by that
   */
  int read(String file, long position, int length) {
    return some && length > 0 ? heal(file, position / PAGE, (position + length - 1) / PAGE) : 0;
  }

  private synchronized int heal(String file, long first, long last) {
    int before = failed.size();
    if (last - first < before) {
      for (long index = first; index <= last; index++) {
        failed.remove(new Page(file, index));
      }
    } else {
      failed.removeIf(
          each -> each.index() >= first && each.index() <= last && each.file().equals(file));
    }
    some = !failed.isEmpty();
    return before - failed.size();
  }

  /** Returns the pages that nobody has wanted since they failed, as far as is known. */
  synchronized Set<Page> unread() {
    return Set.copyOf(failed);
  }
}
