package io.github.cordonfs.lucene;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Reads a file of an index, or a slice of one, by positional reads of its channel. Not safe for use
 * by several threads: each takes a clone.
 */
final class CordonIndexInput extends WindowedInput {

  private final IndexFile file;

  /** Where this slice begins in the file. */
  private final long base;

  /** Whether closing it closes the file: not for clones and slices. */
  private boolean owner;

  private boolean closed;

  /** Takes over the file: closing the input closes it. */
  CordonIndexInput(String description, IndexFile file, Readahead readahead) throws IOException {
    this(description, file, readahead, 0, file.size(), true);
  }

  private CordonIndexInput(
      String description,
      IndexFile file,
      Readahead readahead,
      long base,
      long length,
      boolean owner) {
    super(description, readahead, length);
    this.file = file;
    this.base = base;
    this.owner = owner;
  }

  @Override
  int read(MemorySegment target, long offset, int length, long position) throws IOException {
    return file.read(target, offset, length, base + position, this);
  }

  @Override
  boolean isAtOrAfter(PoisonedIndexException loss, long position) {
    return loss.range().end() > base + position;
  }

  @Override
  public CordonIndexInput clone() {
    CordonIndexInput clone = (CordonIndexInput) super.clone();
    clone.owner = false;
    clone.forgetWindow();
    return clone;
  }

  @Override
  public CordonIndexInput slice(String description, long offset, long length) {
    checkOpen();
    if ((offset | length) < 0 || length > length() - offset) {
      throw new IllegalArgumentException(
          "slice " + description + ": " + length + " bytes at " + offset + " in " + this);
    }
    return new CordonIndexInput(
        getFullSliceDescription(description), file, readahead, base + offset, length, false);
  }

  @Override
  void checkOpen() {
    if (closed || !file.isOpen()) {
      throw IndexFile.closed(this);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    forgetWindow();
    if (owner) {
      file.close();
    }
  }
}
