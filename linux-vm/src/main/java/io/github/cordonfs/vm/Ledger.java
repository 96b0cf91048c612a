package io.github.cordonfs.vm;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What each page of a set of files must hold, and whether the kernel was asked to poison it.
 * Thread-safe; one thread at a time may write a page.
 */
final class Ledger {

  /** What may be read from a page. */
  enum State {
    /** Its content, and nothing else. */
    INTACT,
    /** Either: the kernel is at work on it, or refused to be. */
    UNSURE,
    /** An error, and nothing else. */
    STRUCK
  }

  private final int pages;
  private final AtomicReferenceArray<State> states;

  /** Versions whose write has begun, and that were written. */
  private final AtomicIntegerArray begun;

  private final AtomicIntegerArray written;

  /**
   * Makes one for pages of version 0.
   *
   * @param files number of files
   * @param pages pages of each file
   */
  Ledger(int files, int pages) {
    this.pages = pages;
    this.states = new AtomicReferenceArray<>(files * pages);
    for (int at = 0; at < files * pages; at++) {
      states.set(at, State.INTACT);
    }
    this.begun = new AtomicIntegerArray(files * pages);
    this.written = new AtomicIntegerArray(files * pages);
  }

  State state(int file, int index) {
    return states.get(file * pages + index);
  }

  void set(int file, int index, State state) {
    states.set(file * pages + index, state);
  }

  /** Returns the version that is written next. */
  int begin(int file, int index) {
    return begun.incrementAndGet(file * pages + index);
  }

  void end(int file, int index, int version) {
    written.set(file * pages + index, version);
  }

  /** Returns the oldest version that a read that begins now may see. */
  int oldest(int file, int index) {
    return written.get(file * pages + index);
  }

  /** Returns the newest version that a read that ends now may see. */
  int newest(int file, int index) {
    return begun.get(file * pages + index);
  }

  /** Returns how many pages are in a state. */
  int count(State state) {
    int count = 0;
    for (int at = 0; at < states.length(); at++) {
      count += states.get(at) == state ? 1 : 0;
    }
    return count;
  }
}
