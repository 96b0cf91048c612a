package io.github.cordonfs;

import java.nio.file.OpenOption;

/** Open options that only Cordon's files have. */
public enum CordonOpenOption implements OpenOption {
  /**
   * Advises that the file should live in huge folios: what {@link HugePolicy#ADVISE} asks for. It
   * marks the file, not the channel, and is without effect under the other policies.
   */
  HUGE
}
