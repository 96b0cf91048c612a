package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.measure.Sizes;
import io.github.cordonfs.bench.measure.Threaded;

/**
 * One thing to compare all targets in, always done by one thread.
 *
 * @param call what is called
 * @param size bytes of the file
 */
public record FilesCell(Call call, long size) implements Threaded<FilesCell> {

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public FilesCell withThreads(int count) {
    if (count != 1) {
      throw new IllegalArgumentException("measured on one thread only: " + this);
    }
    return this;
  }

  /** Returns a text for people, such as {@code readAllBytes, 64 KiB}. */
  @Override
  public String toString() {
    return call + ", " + Sizes.format(size);
  }
}
