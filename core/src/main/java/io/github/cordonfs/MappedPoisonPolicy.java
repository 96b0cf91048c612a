package io.github.cordonfs;

/** What happens to mappings of a page that fails. */
public enum MappedPoisonPolicy {
  /**
   * Every access to the page through a mapping faults, on HotSpot with an {@link InternalError}, so
   * that no wrong bytes are read unnoticed.
   */
  FAULT,

  /**
   * Mappings keep showing the page with its content for as long as the page stays in the file. The
   * poison epoch of the file changes before listeners are called. This is for code that checks
   * {@link CordonFileChannel#poisonEpoch} before it uses what it read through a mapping. It gives
   * no protection against real memory errors.
   */
  NOTIFY
}
