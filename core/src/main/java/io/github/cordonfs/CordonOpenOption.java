package io.github.cordonfs;

import java.nio.file.OpenOption;

/** Open options that only Cordon's files have. */
public enum CordonOpenOption implements OpenOption {
  /**
   * Advises that the file should live in huge folios: what {@link HugePolicy#ADVISE} asks for. It
   * marks the file, not the channel, and is without effect under the other policies.
   */
  HUGE,

  /**
   * Opens a channel that takes no notice of interrupts, as under {@link InterruptPolicy#IGNORE},
   * whatever the policy of the file system is: for a channel that threads share, which one that is
   * interrupted must not close for the others.
   */
  UNINTERRUPTIBLE
}
