package io.github.cordonfs;

/** The result of {@link MemoryFailures#unpoison}. */
public enum UnpoisonResult {
  /** The frame is in service again; if it was still in its file, the page is good again. */
  UNPOISONED,
  /** The frame is neither poisoned nor out of service. */
  NOT_POISONED,
  /** Refused: the page is still in its file and its content was destroyed. */
  CONTENT_LOST,
  /** Refused: the failure was not injected. */
  HARDWARE
}
