package io.github.cordonfs;

/** What the failed frame was used for when the failure was handled. */
public enum MessageType {
  /** Free memory, or memory on its way into or out of a file; no data is lost. */
  FREE,
  /** A page of a file; it stays there, poisoned. */
  MEMORY_PAGE,
  /** A page of a file under {@link PoisonPolicy#DROP}; it became a hole. */
  MEMORY_PAGE_DROPPED,
  /** A clean page of a file with a store behind it: it is read again, and nothing is lost. */
  CLEAN_PAGE,
  /** Memory that had failed before; it is neither counted nor reported to listeners again. */
  ALREADY_POISONED,
  /** Unknown: the frame kept changing hands while the failure was handled. */
  UNKNOWN
}
