package io.github.cordonfs.cli.drill.judge;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What a reader may expect of each page of the loaded files. A page goes round:
 *
 * <pre>
 *   GOOD --announce--> ANNOUNCED --lost--> LOST --restoring--> RESTORING --restored--> GOOD
 * </pre>
 *
 * <p>GOOD: its bytes, never an error. ANNOUNCED: it is being struck; its bytes or an error. LOST:
 * an error. RESTORING: the loss was accepted and the bytes are being written; anything.
 *
 * <p>Each step adds one to the sequence number of the page, whose last two bits are so the state. A
 * reader takes the number before and after its read: the page was in all states from the one to the
 * other, and only in those. One thread makes the steps, any may look.
 *
 * <p>A strike that was meant for other memory may take a page from GOOD to LOST at once.
 */
public final class PageStates {

  public static final int GOOD = 0;
  public static final int ANNOUNCED = 1;
  public static final int LOST = 2;
  static final int RESTORING = 3;

  private static final int STATES = 4;

  private final AtomicIntegerArray sequences;

  public PageStates(int pages) {
    this.sequences = new AtomicIntegerArray(pages);
  }

  int sequence(int page) {
    return sequences.get(page);
  }

  public boolean is(int page, int state) {
    return stateOf(sequence(page)) == state;
  }

  void announce(int page) {
    step(page, GOOD);
  }

  /** As {@link #announce}; returns false if the page is not GOOD. */
  public boolean tryAnnounce(int page) {
    int sequence = sequences.get(page);
    return stateOf(sequence) == GOOD && sequences.compareAndSet(page, sequence, sequence + 1);
  }

  /** Notes that a page was hit that was not meant. If it was announced it stays so. */
  public void struckAstray(int page) {
    int sequence = sequences.get(page);
    while (stateOf(sequence) == GOOD
        && !sequences.compareAndSet(page, sequence, sequence + LOST - GOOD)) {
      sequence = sequences.get(page);
    }
  }

  public void lost(int page) {
    step(page, ANNOUNCED);
  }

  public void restoring(int page) {
    step(page, LOST);
  }

  public void restored(int page) {
    step(page, RESTORING);
  }

  private void step(int page, int from) {
    int sequence = sequences.get(page);
    if (stateOf(sequence) != from || !sequences.compareAndSet(page, sequence, sequence + 1)) {
      throw new IllegalStateException("page " + page + " is in state " + stateOf(sequence));
    }
  }

  private static int stateOf(int sequence) {
    return sequence & (STATES - 1);
  }

  /** Returns whether a page was in a state at some time between two looks at its number. */
  static boolean passed(int before, int after, int state) {
    int first = stateOf(before);
    int distance = (state - first) & (STATES - 1);
    return after - before >= distance;
  }

  /** Returns whether a page was in one state only between two looks at its number. */
  static boolean stayed(int before, int after, int state) {
    return before == after && stateOf(before) == state;
  }
}
