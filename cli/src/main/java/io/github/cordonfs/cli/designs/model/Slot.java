package io.github.cordonfs.cli.designs.model;

/** What the page cache can have at an index, beside nothing. */
public sealed interface Slot permits Page, Slot.LostEntry {

  /**
   * No page: the memory of the one that was here has failed. As a swap or shadow entry in Linux.
   */
  record LostEntry() implements Slot {}
}
