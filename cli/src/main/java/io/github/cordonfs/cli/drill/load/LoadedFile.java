package io.github.cordonfs.cli.drill.load;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileChannel;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file that was loaded, and what it must hold. Its content does not change, but for pages that
 * are struck and restored.
 *
 * @param name as {@link SourceFile#name}
 * @param path in the file system under test
 * @param channel open for reading and writing; shared by all threads
 * @param original the truth, outside the file system under test
 * @param firstPage number of its first page among the pages of all loaded files
 */
public record LoadedFile(
    String name, Path path, CordonFileChannel channel, MemorySegment original, int firstPage) {

  public long size() {
    return original.byteSize();
  }

  public int pages() {
    return (int) Pages.count(size());
  }

  /** Returns the bytes of one of its pages, numbered from 0 in this file. */
  public ByteRange range(long page) {
    return new ByteRange(Pages.start(page), Pages.length(page, size()));
  }

  @Override
  public String toString() {
    return name;
  }
}
