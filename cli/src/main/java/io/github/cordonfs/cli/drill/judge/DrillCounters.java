package io.github.cordonfs.cli.drill.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the threads of a drill have counted so far. Thread-safe. */
public final class DrillCounters {

  /** Findings kept in words; the counters have all of them. */
  private static final int EXAMPLES = 10;

  /** Bytes delivered to readers of the loaded files, and by writers reading their own back. */
  public final LongAdder bytesRead = new LongAdder();

  public final LongAdder bytesWritten = new LongAdder();

  /** Bytes that were compared with what they should be. */
  public final LongAdder bytesVerified = new LongAdder();

  /** Times that an access through a channel was told of a lost page. */
  public final LongAdder errorsReported = new LongAdder();

  /** Times that a load or store through a mapping faulted. */
  public final LongAdder faultsReported = new LongAdder();

  /** Mappings made. */
  public final LongAdder mappings = new LongAdder();

  /** Bytes loaded and stored through mappings. */
  public final LongAdder mappedBytes = new LongAdder();

  /** Strikes at memory that held nobody's data any more. */
  public final LongAdder strikesOnFreed = new LongAdder();

  /** Strikes at memory that held other data by then than what was meant. */
  public final LongAdder strikesAstray = new LongAdder();

  /** Bytes delivered without an error that were not those of the file. */
  public final LongAdder silentWrongBytes = new LongAdder();

  /** Accesses to pages that nobody struck which failed, were cut short, or lost their page. */
  public final LongAdder bystandersHurt = new LongAdder();

  /** Looks at a struck page that met no error. */
  public final LongAdder pagesNotTold = new LongAdder();

  /** Differences between what was struck and what was reported. */
  public final LongAdder reportMismatches = new LongAdder();

  public final LongAdder restored = new LongAdder();

  private final List<String> examples = new ArrayList<>();

  public void silentlyWrong(long bytes, String where) {
    silentWrongBytes.add(bytes);
    example(bytes + " wrong bytes without an error in " + where);
  }

  public void bystander(String what) {
    bystandersHurt.increment();
    example("bystander hurt: " + what);
  }

  /** Notes a read that failed though the disk behind the page works. */
  public void failedRead(String what) {
    bystandersHurt.increment();
    example("error: " + what);
  }

  public void notTold(String what) {
    pagesNotTold.increment();
    example("not told: " + what);
  }

  public void mismatch(String what) {
    reportMismatches.increment();
    example("report differs: " + what);
  }

  private void example(String text) {
    synchronized (examples) {
      if (examples.size() < EXAMPLES) {
        examples.add(text);
      }
    }
  }

  /** Returns the first findings, in words. */
  public List<String> examples() {
    synchronized (examples) {
      return List.copyOf(examples);
    }
  }
}
