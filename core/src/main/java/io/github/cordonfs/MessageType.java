package io.github.cordonfs;

/** What the failed frame was used for when the failure was handled. */
public enum MessageType {
  /** Free memory, or memory on its way into or out of a file: nobody's data is lost. */
  FREE,
  /** A page of a memory file; it stays there, marked. */
  MEMORY_PAGE,
  /** A page of a memory file under {@link PoisonPolicy#DROP}: it became a hole. */
  MEMORY_PAGE_DROPPED,
  /** The frame had failed before; not counted and not reported to listeners again. */
  ALREADY_POISONED,
  /** The frame kept changing hands and no state could be acted on. */
  UNKNOWN
}
