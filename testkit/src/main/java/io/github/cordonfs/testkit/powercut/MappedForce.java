package io.github.cordonfs.testkit.powercut;

/** What is taken for forced of what a program stored through a writable mapping. */
public enum MappedForce {
  /**
   * Nothing until the file is forced through a channel: {@code MappedByteBuffer.force} cannot be
   * seen.
   */
  IGNORED,
  /** Everything, at once: for programs that force each mapping before they rely on it. */
  ASSUMED
}
