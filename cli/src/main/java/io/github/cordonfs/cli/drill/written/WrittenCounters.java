package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.cli.drill.judge.DrillCounters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the threads of a drill over a written directory count beside what all drills do. */
final class WrittenCounters {

  final DrillCounters common = new DrillCounters();
  final LongAdder strikesOnDirty = new LongAdder();
  final LongAdder strikesOnClean = new LongAdder();
  final LongAdder strikesOnFree = new LongAdder();
  final LongAdder forces = new LongAdder();
  final LongAdder forcesRefused = new LongAdder();
  final LongAdder mended = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final AtomicLong versions = new AtomicLong();
}
