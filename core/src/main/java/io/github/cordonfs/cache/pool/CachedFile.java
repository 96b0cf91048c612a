package io.github.cordonfs.cache.pool;

import io.github.cordonfs.ByteRange;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A file as those see it that report or restore a lost page of it. Thread-safe. */
public interface CachedFile {

  /** Returns who knows the names of the file. */
  FileNames names();

  /** Returns the bytes of the page at an offset, clipped to the size. */
  ByteRange pageAt(long offset);

  /**
   * Called before anybody is told that a page was lost. With no lock held.
   *
   * @param page as numbered in the file
   */
  void rememberLoss(long page);

  /**
   * Rebuilds the poisoned pages in a range, in new frames (contract row R7).
   *
   * @param bytes the content of the range; pages that are good are left alone
   * @param restored gets what was rebuilt, clipped to the size
   * @return 0, or less if there is no memory for the next one
   * @throws IllegalArgumentException if a poisoned page is in the range only in part
   */
  int restore(ByteRange range, MemorySegment bytes, List<ByteRange> restored);
}
