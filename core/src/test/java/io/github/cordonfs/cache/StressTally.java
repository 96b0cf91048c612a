package io.github.cordonfs.cache;

import java.util.concurrent.atomic.LongAdder;

/** What was done in stress rounds. */
final class StressTally {

  /** Frames that failed and had not failed before. */
  final LongAdder strikes = new LongAdder();

  final LongAdder strikesWhileWriting = new LongAdder();
  final LongAdder splits = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder wordsRead = new LongAdder();
  final LongAdder mappings = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder stores = new LongAdder();
  final LongAdder faults = new LongAdder();
  final LongAdder softOfflined = new LongAdder();
  final LongAdder unpoisoned = new LongAdder();
  final LongAdder restored = new LongAdder();
  final LongAdder cleared = new LongAdder();
  final LongAdder collapsed = new LongAdder();
  final LongAdder frames = new LongAdder();

  @Override
  public String toString() {
    return String.format(
        """
        %,d strikes (%,d while somebody wrote), %,d splits of huge folios
        %,d words read, %,d reads tried again
        %,d mappings, %,d loads, %,d stores, %,d faults
        %,d pages moved, %,d frames unpoisoned, %,d pages restored, %,d cleared, %,d extents joined\
        """,
        strikes.sum(),
        strikesWhileWriting.sum(),
        splits.sum(),
        wordsRead.sum(),
        retries.sum(),
        mappings.sum(),
        loads.sum(),
        stores.sum(),
        faults.sum(),
        softOfflined.sum(),
        unpoisoned.sum(),
        restored.sum(),
        cleared.sum(),
        collapsed.sum());
  }
}
