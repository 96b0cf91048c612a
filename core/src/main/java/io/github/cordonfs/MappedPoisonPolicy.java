package io.github.cordonfs;

/** What becomes of mappings of a page that fails. */
public enum MappedPoisonPolicy {
  /**
   * Every access to the page through a mapping faults: on HotSpot an {@link InternalError}. Nobody
   * reads wrong bytes without being told.
   */
  FAULT,

  /**
   * Mappings keep the page with its content, as long as it stays in the file; the poison epoch of
   * the file changes before listeners are told. For code that checks {@link
   * CordonFileChannel#poisonEpoch} before it publishes what it read through a mapping. No
   * protection against real hardware errors (contract row A12).
   */
  NOTIFY
}
