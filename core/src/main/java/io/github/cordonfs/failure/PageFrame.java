package io.github.cordonfs.failure;

import java.io.IOException;

/** Finds the frame of a page, and gives the page one where it has none. */
@FunctionalInterface
public interface PageFrame {

  /** Returns an existing frame. */
  int find() throws IOException;
}
