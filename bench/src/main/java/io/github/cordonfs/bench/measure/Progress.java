package io.github.cordonfs.bench.measure;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says how far a campaign has come, and keeps what went otherwise than planned. */
public final class Progress {

  private final PrintWriter out;
  private final long all;
  private final List<String> notes = new ArrayList<>();
  private final long begin = System.nanoTime();
  private int done;

  /**
   * Begins.
   *
   * @param out where to say it
   * @param all how many figures there will be at most
   */
  public Progress(PrintWriter out, long all) {
    this.out = out;
    this.all = all;
  }

  /** Says that a figure is done, or failed. */
  public void report(String what) {
    done++;
    out.printf("%4d s  %d of at most %d  %s%n", elapsed().toSeconds(), done, all, what);
    out.flush();
  }

  /** Says that a figure failed, and why. The others can still be compared. */
  public void fail(String what, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null || cause.getSuppressed().length > 0) {
      cause = cause.getCause() != null ? cause.getCause() : cause.getSuppressed()[0];
    }
    String text = what + " failed: " + cause;
    note(text);
    report(text);
  }

  /** Says that something is not measured, and why. */
  public void leaveOut(String text) {
    note(text);
    out.println(text);
    out.flush();
  }

  /** Keeps a note for the report. */
  public void note(String text) {
    if (!notes.contains(text)) {
      notes.add(text);
    }
  }

  /** Returns all notes. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns the time since the beginning. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
