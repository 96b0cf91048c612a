package io.github.cordonfs.cli.drill.judge;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.Pages;
import java.lang.foreign.MemorySegment;

/**
 * Judges what reads of loaded files deliver while pages are struck and restored. One for each
 * thread: {@link #before}, then the read or the load through a mapping, then one of {@link
 * #delivered}, {@link #failed} and {@link #faulted}.
 */
public final class ReadJudge {

  private final PageStates states;
  private final StrikeLog strikeLog;
  private final DrillCounters counters;
  private final boolean keeps;

  /** How many pages a fault of a mapping is about: those of a folio that is never split, or 1. */
  private final int unit;

  private LoadedFile file;
  private long position;
  private int length;

  /** Sequence numbers of the pages of the range, in whole units, taken before the read. */
  private final int[] before;

  /** The page of the file that the first of them belongs to. */
  private long noted;

  /**
   * Creates a judge.
   *
   * @param file any file, until the first read
   * @param keeps whether lost pages must be told
   * @param longest the most bytes that are read at a time
   * @param unit how many pages a fault of a mapping is about, at least 1
   */
  public ReadJudge(
      LoadedFile file,
      PageStates states,
      StrikeLog strikeLog,
      DrillCounters counters,
      boolean keeps,
      int longest,
      int unit) {
    this.file = file;
    this.states = states;
    this.strikeLog = strikeLog;
    this.counters = counters;
    this.keeps = keeps;
    this.unit = unit;
    this.before = new int[longest / Pages.SIZE + 2 * unit];
  }

  /**
   * Notes the state of the pages that are about to be read.
   *
   * @param position below the size of the file
   * @param length at least 1
   */
  public void before(LoadedFile file, long position, int length) {
    this.file = file;
    this.position = position;
    this.length = (int) Math.min(length, file.size() - position);
    noted = Pages.of(position) / unit * unit;
    int count = (int) (notedEnd() - noted);
    for (int i = 0; i < count; i++) {
      before[i] = sequence(noted + i);
    }
  }

  private long notedEnd() {
    long end = Pages.of(position + length - 1) + 1;
    return Math.min(Math.ceilDiv(end, unit) * unit, file.pages());
  }

  /** Returns how many pages the first bytes of the range are in. */
  private int pages(int bytes) {
    return (int) (Pages.of(position + bytes - 1) - Pages.of(position)) + 1;
  }

  /**
   * Judges a read that delivered bytes.
   *
   * @param data what was delivered, from 0
   * @param n how many bytes, as the read returned
   */
  public void delivered(MemorySegment data, int n) {
    if (n <= 0 || n > length) {
      counters.bystander("a read of " + length + " bytes returned " + n + " at " + where(position));
      return;
    }
    counters.bytesRead.add(n);
    counters.bytesVerified.add(n);
    if (Comparison.firstDifference(data, 0, file.original(), position, n) >= 0) {
      comparePages(data, n);
    }
    if (keeps) {
      lookForLost(n);
    }
    if (n < length) {
      cutShort(position + n);
    }
  }

  private void comparePages(MemorySegment data, int n) {
    long at = position;
    while (at < position + n) {
      long page = Pages.of(at);
      long end = Math.min(position + n, Pages.start(page + 1));
      long wrong = Comparison.differences(data, at - position, file.original(), at, end - at);
      int earlier = before[(int) (page - noted)];
      if (wrong > 0 && !PageStates.passed(earlier, sequence(page), PageStates.RESTORING)) {
        counters.silentlyWrong(wrong, where(at));
      }
      at = end;
    }
  }

  private void lookForLost(int n) {
    long first = Pages.of(position);
    for (long page = first; page < first + pages(n); page++) {
      if (PageStates.stayed(before[(int) (page - noted)], sequence(page), PageStates.LOST)) {
        counters.notTold("a lost page was read without an error: " + where(position));
      }
    }
  }

  private void cutShort(long end) {
    long page = Pages.of(end);
    if (Pages.start(page) != end) {
      counters.bystander("a read was cut short inside a page, at " + where(end));
    } else if (!mayBeLost(page)) {
      counters.bystander(
          "a read was cut short before a page that was not struck, at " + where(end));
    }
  }

  /** Judges a read that failed. */
  public void failed(PoisonedPageException e) {
    counters.errorsReported.increment();
    long page = Pages.of(position);
    if (e.offset() != Pages.start(page) || e.length() != Pages.length(page, file.size())) {
      counters.bystander(
          "a read at " + where(position) + " was told of another page: " + e.getMessage());
    } else if (!mayBeLost(page)) {
      counters.bystander("an error in a page that was not struck: " + where(position));
    }
  }

  /** Judges a load through a mapping that faulted. It does not say which page. */
  public void faulted() {
    counters.faultsReported.increment();
    if (!mayAnyBeLost(noted, notedEnd())) {
      counters.bystander(
          "a load of " + length + " bytes faulted where no page was struck: " + where(position));
    }
  }

  private boolean mayBeLost(long page) {
    return mayAnyBeLost(page, page + 1);
  }

  private boolean mayAnyBeLost(long from, long end) {
    for (long page = from; page < end; page++) {
      if (wasTouched(page) || strikeLog.failedByItself(file.path().toString(), page)) {
        return true;
      }
    }
    // A strike meant for other memory is not announced, and is known when it has been entered.
    strikeLog.awaitSettled();
    for (long page = from; page < end; page++) {
      if (wasTouched(page)) {
        return true;
      }
    }
    return false;
  }

  private boolean wasTouched(long page) {
    return !PageStates.stayed(before[(int) (page - noted)], sequence(page), PageStates.GOOD);
  }

  private int sequence(long page) {
    return states.sequence(file.firstPage() + (int) page);
  }

  private String where(long offset) {
    return file + " at offset " + offset;
  }
}
