package io.github.cordonfs.cli.drill.judge;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which strikes at pages with a disk behind them have healed: a strike has when a read that began
 * after it delivered the right bytes of its page. Thread-safe.
 */
public final class StrikeHealing {

  /** Strikes of each page so far, and how many of them have healed: always the first ones. */
  private final AtomicIntegerArray struck;

  private final AtomicIntegerArray healed;

  private final LongAdder allStruck = new LongAdder();
  private final LongAdder allHealed = new LongAdder();

  /** Creates one for so many pages. */
  public StrikeHealing(int pages) {
    this.struck = new AtomicIntegerArray(pages);
    this.healed = new AtomicIntegerArray(pages);
  }

  /** Notes a strike that is over. */
  public void struck(int page) {
    struck.incrementAndGet(page);
    allStruck.increment();
  }

  /** Returns what to hand to {@link #readWell} after a read that is about to begin. */
  int beforeRead(int page) {
    return struck.get(page);
  }

  /** Notes that a read delivered what it had to. */
  void readWell(int page, int before) {
    int done = healed.get(page);
    while (done < before) {
      if (healed.compareAndSet(page, done, before)) {
        allHealed.add(before - done);
        return;
      }
      done = healed.get(page);
    }
  }

  /** Returns how many strikes there were. */
  public long strikes() {
    return allStruck.sum();
  }

  /** Returns how many of them have healed. */
  public long healed() {
    return allHealed.sum();
  }

  /** Returns how many strikes at some pages have not healed. */
  public long unhealed(int firstPage, int pages) {
    long sum = 0;
    for (int page = firstPage; page < firstPage + pages; page++) {
      sum += struck.get(page) - healed.get(page);
    }
    return sum;
  }
}
