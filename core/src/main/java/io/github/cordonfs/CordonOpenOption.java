package io.github.cordonfs;

import java.nio.file.OpenOption;

/** Open options for Cordon files. */
public enum CordonOpenOption implements OpenOption {
  /**
   * Asks for huge folios for this file, under {@link HugePolicy#ADVISE}; has no effect under other
   * policies. It applies to the file, not only to the channel.
   */
  HUGE,

  /**
   * Opens a channel that ignores interrupts, whatever the {@link InterruptPolicy} of the file
   * system. Use it for a channel that threads share, so that interrupting one thread does not close
   * the channel for the others.
   */
  UNINTERRUPTIBLE
}
