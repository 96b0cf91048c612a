package io.github.cordonfs.cli.line;

/** The exit codes that all commands share. */
public final class ExitCode {

  /** All is well. */
  public static final int OK = 0;

  /** What was checked is wrong. Nothing else ends with this. */
  public static final int WRONG = 1;

  /** Nothing was done: a bad option, or something that is needed is missing. */
  public static final int CANNOT_RUN = 2;

  /** It broke off: an unexpected error. What was checked so far says nothing. */
  public static final int BROKEN_OFF = 3;

  /** It was ended by Ctrl-C, as a shell reports it. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
