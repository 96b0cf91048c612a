package io.github.cordonfs.failure;

import io.github.cordonfs.cache.AddressSpace;
import java.io.IOException;

/** Finds the frame of a page, and gives the page one where it has none. */
@FunctionalInterface
public interface PageFrame {

  /** Returns an existing frame. */
  int find() throws IOException;

  /**
   * Has the page read if it is one of a store: before all pages of its file are held, as another of
   * them may have to go for it.
   */
  default void bringIn(AddressSpace space) throws IOException {
    if (space.isBacked()) {
      var _ = find();
    }
  }
}
