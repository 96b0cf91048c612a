package io.github.cordonfs.cli.drill.judge;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Judges what a writer meets in its own files. Only the writer removes pages from them, so an error
 * it has just met stands while it looks for the reason.
 */
public final class WriterJudge {

  private final MemoryFailures failures;
  private final StrikeLog strikeLog;
  private final DrillCounters counters;
  private final boolean keeps;
  private final int unit;

  /**
   * Creates a judge.
   *
   * @param keeps whether lost pages must be told
   * @param unit how many pages a fault of a mapping is about: those of a folio that is never split,
   *     or 1
   */
  public WriterJudge(
      MemoryFailures failures,
      StrikeLog strikeLog,
      DrillCounters counters,
      boolean keeps,
      int unit) {
    this.failures = failures;
    this.strikeLog = strikeLog;
    this.counters = counters;
    this.keeps = keeps;
    this.unit = unit;
  }

  /**
   * Judges an error.
   *
   * @param position where the access began
   */
  public void failed(WriterFile file, long position, PoisonedPageException e) throws IOException {
    counters.errorsReported.increment();
    long page = Pages.of(position);
    if (e.offset() != Pages.start(page)) {
      counters.bystander(
          "an access to " + file + " at " + position + " was told of another page: " + e.offset());
    } else if (!isExplained(file, page)) {
      counters.bystander("an error in page " + page + " of " + file + ", which was not struck");
    }
  }

  /** Judges a fault of a load or store in one page through a mapping. */
  public void faulted(WriterFile file, long page) throws IOException {
    counters.faultsReported.increment();
    // Under the old scheme a page is dropped from a mapping, and has no frame to look at.
    boolean explained = unit == 1 ? isExplained(file, page) : isAnyExplained(file, page);
    if (!explained && (keeps || !file.wasHit(page))) {
      counters.bystander("a fault in page " + page + " of " + file + ", which was not struck");
    }
  }

  /** A page behind the end cuts the folio off, too, and is not listed. */
  private boolean isAnyExplained(WriterFile file, long page) throws IOException {
    strikeLog.awaitSettled();
    long first = page / unit * unit;
    boolean listed = false;
    for (ByteRange range : file.channel.badRanges()) {
      for (long bad = Pages.of(range.offset()); bad < Pages.count(range.end()); bad++) {
        if (bad >= first && bad < first + unit) {
          listed = true;
          if (isExplained(file, bad)) {
            return true;
          }
        }
      }
    }
    for (long bad = first; !listed && bad < first + unit; bad++) {
      if (file.wasHit(bad) || strikeLog.explainsUnlinked(bad)) {
        return true;
      }
    }
    return false;
  }

  /** Judges a fault of a load through a mapping after which each page could be loaded. */
  public void faultedOnce(WriterFile file, long position) {
    counters.faultsReported.increment();
    if (keeps) {
      counters.bystander("a fault that did not come again, at " + position + " of " + file);
    }
  }

  /** Returns whether a page that is lost was struck. */
  public boolean isExplained(WriterFile file, long page) throws IOException {
    if (isEntered(file, page)) {
      return true;
    }
    strikeLog.awaitSettled();
    return isEntered(file, page);
  }

  private boolean isEntered(WriterFile file, long page) throws IOException {
    if (!file.linked) {
      // No frame can be looked up without a name. A little lenient: it does not see which strike.
      return file.wasHit(page) || strikeLog.explainsUnlinked(page);
    }
    int frame = failures.frameOf(file.path, Pages.start(page));
    return strikeLog.explains(frame, file.path.toString(), page);
  }

  /**
   * Judges bytes that were read, and takes over the wrong ones, so that each counts once.
   *
   * @param data what was delivered, from 0
   */
  public void delivered(WriterFile file, int position, MemorySegment data, int n) {
    counters.bytesRead.add(n);
    counters.bytesVerified.add(n);
    MemorySegment shadow = MemorySegment.ofArray(file.shadow);
    long wrong = Comparison.differences(data, 0, shadow, position, n);
    if (wrong > 0) {
      counters.silentlyWrong(wrong, file + " at offset " + position);
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, file.shadow, position, n);
    }
  }

  /** Judges that an access after a short one went on without an error. */
  public void wentOn(WriterFile file, long position, String what) {
    // A page dropped in the middle of an access may cut it short, and is not there to tell of.
    if (keeps) {
      counters.bystander(
          "a " + what + " of " + file + " was cut short for no reason at " + position);
    }
  }

  /** Judges that a loss which was told could not be cleared. */
  public void notCleared(WriterFile file, long page) {
    counters.bystander(
        "page " + page + " of " + file + " gave an error, and there is no loss to clear");
  }
}
