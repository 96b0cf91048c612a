package io.github.cordonfs;

/** How taking back an injected failure ended (contract rows U2, U3). */
public enum UnpoisonResult {
  /** The frame is in service again; if it was still in its file, the page is whole. */
  UNPOISONED,
  /** The frame is not poisoned and not out of service. */
  NOT_POISONED,
  /** Refused: the page is still in its file and its content was destroyed. */
  CONTENT_LOST,
  /** Refused: the failure was not injected. */
  HARDWARE
}
