package io.github.cordonfs.cli;

import io.github.cordonfs.PoisonedPageException;
import java.lang.foreign.MemorySegment;

/**
 * Judges what reads of loaded files deliver while pages are struck and restored. One for each
 * thread: {@link #before}, then the read, then one of {@link #delivered} and {@link #failed}.
 */
final class ReadJudge {

  private final PageStates states;
  private final Ledger ledger;
  private final Tally tally;

  private LoadedFile file;
  private long position;
  private int length;

  /** Sequence numbers of the pages of the range, taken before the read. */
  private final int[] before;

  /**
   * Creates a judge.
   *
   * @param file any file, until the first read
   * @param longest the most bytes that are read at a time
   */
  ReadJudge(LoadedFile file, PageStates states, Ledger ledger, Tally tally, int longest) {
    this.file = file;
    this.states = states;
    this.ledger = ledger;
    this.tally = tally;
    this.before = new int[longest / Pages.SIZE + 2];
  }

  /**
   * Notes the state of the pages that are about to be read.
   *
   * @param position below the size of the file
   * @param length at least 1
   */
  void before(LoadedFile file, long position, int length) {
    this.file = file;
    this.position = position;
    this.length = (int) Math.min(length, file.size() - position);
    int first = firstPage();
    int count = file.firstPage() + (int) Pages.of(position + this.length - 1) - first + 1;
    for (int i = 0; i < count; i++) {
      before[i] = states.sequence(first + i);
    }
  }

  private int firstPage() {
    return file.firstPage() + (int) Pages.of(position);
  }

  /**
   * Judges a read that delivered bytes.
   *
   * @param data what was delivered, from 0
   * @param n how many bytes, as the read returned
   */
  void delivered(MemorySegment data, int n) {
    if (n <= 0 || n > length) {
      tally.bystander("a read of " + length + " bytes returned " + n + " at " + where(position));
      return;
    }
    tally.bytesRead.add(n);
    tally.bytesVerified.add(n);
    if (Comparison.firstDifference(data, 0, file.original(), position, n) >= 0) {
      comparePages(data, n);
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
      int i = (int) (page - Pages.of(position));
      if (wrong > 0 && !PageStates.passed(before[i], sequence(page), PageStates.RESTORING)) {
        tally.silentlyWrong(wrong, where(at));
      }
      at = end;
    }
  }

  private void cutShort(long end) {
    long page = Pages.of(end);
    if (Pages.start(page) != end) {
      tally.bystander("a read was cut short inside a page, at " + where(end));
    } else if (!mayBeLost(page)) {
      tally.bystander("a read was cut short before a page that was not struck, at " + where(end));
    }
  }

  /** Judges a read that failed. */
  void failed(PoisonedPageException e) {
    tally.errorsReported.increment();
    long page = Pages.of(position);
    if (e.offset() != Pages.start(page) || e.length() != Pages.length(page, file.size())) {
      tally.bystander(
          "a read at " + where(position) + " was told of another page: " + e.getMessage());
    } else if (!mayBeLost(page)) {
      tally.bystander("an error in a page that was not struck: " + where(position));
    }
  }

  private boolean mayBeLost(long page) {
    int i = (int) (page - Pages.of(position));
    return !PageStates.stayed(before[i], sequence(page), PageStates.GOOD)
        || ledger.failedByItself(file.path().toString(), page);
  }

  private int sequence(long page) {
    return states.sequence(file.firstPage() + (int) page);
  }

  private String where(long offset) {
    return file + " at offset " + offset;
  }
}
