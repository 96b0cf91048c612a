package io.github.cordonfs.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Files of one size, enough of them to have a wanted number of huge folios: a folio can be split
 * only once.
 */
final class StrikeFiles {

  /** Bytes of a huge folio. */
  static final long FOLIO = 2L << 20;

  /**
   * A huge folio of a file.
   *
   * @param path the file
   * @param offset where it begins, in bytes
   * @param pages how many pages of it the file has, a power of two
   */
  record Folio(Path path, long offset, int pages) {}

  private final long size;
  private final int count;

  /**
   * Plans the files.
   *
   * @param size of each, in bytes, a power of two
   * @param folios how many are needed
   */
  StrikeFiles(long size, int folios) {
    this.size = size;
    this.count = Math.max(1, (int) (folios / foliosOfOne()));
  }

  /** Returns how much memory the files need, in bytes. */
  long memory() {
    return count * foliosOfOne() * FOLIO;
  }

  /** Returns the size of each file. */
  long size() {
    return size;
  }

  /** Writes the files and returns their folios in random order. */
  List<Folio> write(FileSystem fileSystem, Pattern pattern, Random random) throws IOException {
    List<Folio> folios = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path path = fileSystem.getPath("/" + size + "-" + i);
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        pattern.fill(channel, size);
      }
      for (long offset = 0; offset < size; offset += FOLIO) {
        folios.add(new Folio(path, offset, (int) (Math.min(size, FOLIO) / BufferKind.PAGE)));
      }
    }
    Collections.shuffle(folios, random);
    return folios;
  }

  private long foliosOfOne() {
    return Math.ceilDiv(size, FOLIO);
  }
}
