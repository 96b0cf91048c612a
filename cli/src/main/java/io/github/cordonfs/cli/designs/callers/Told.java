package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.Oops;
import org.jspecify.annotations.Nullable;

/** What somebody is told who calls the kernel. */
public final class Told {

  /** How a call can end. */
  public enum Answer {
    /** It did what it was asked for. */
    OK("ok"),
    /** An I/O error. */
    EIO("EIO"),
    /** Out of memory; in a fault this wakes the killer that looks for memory. */
    ENOMEM("ENOMEM"),
    /** Try another way: an internal answer of following links. */
    ECHILD("ECHILD"),
    /** A signal for the access. */
    SIGBUS("SIGBUS"),
    /** A signal when the memory failed, before any access. */
    SIGNAL("signal"),
    /** Nothing was done, and nothing had to be. */
    LEFT_ALONE("left"),
    /** The kernel crashed. */
    CRASH("CRASH");

    private final String text;

    Answer(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Answer answer;
  private final byte @Nullable [] data;
  private final @Nullable String detail;

  private Told(Answer answer, byte @Nullable [] data, @Nullable String detail) {
    this.answer = answer;
    this.data = data;
    this.detail = detail;
  }

  /** Returns how the call ended. */
  public Answer answer() {
    return answer;
  }

  /** Returns what it delivered, or null if it delivers nothing. */
  public byte @Nullable [] data() {
    return data;
  }

  /** Returns why the kernel crashed, or null if it did not. */
  public @Nullable String detail() {
    return detail;
  }

  /** Returns that all went well. */
  static Told ok() {
    return new Told(Answer.OK, null, null);
  }

  /** Returns data. */
  static Told data(byte[] data) {
    return new Told(Answer.OK, data, null);
  }

  /** Returns an error number. */
  static Told error(Errno errno) {
    return new Told(
        switch (errno) {
          case EIO -> Answer.EIO;
          case ENOMEM -> Answer.ENOMEM;
          case ECHILD -> Answer.ECHILD;
        },
        null,
        null);
  }

  /** Returns an end without data. */
  static Told that(Answer answer) {
    return new Told(answer, null, null);
  }

  /** Returns a crash. */
  static Told crash(Oops why) {
    return new Told(Answer.CRASH, null, why.getMessage());
  }
}
