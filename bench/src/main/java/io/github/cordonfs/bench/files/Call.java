package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.place.FileSystemTarget;

/** What is called. */
public enum Call {
  /** {@code Files.readAllBytes}. */
  READ_ALL_BYTES("readAllBytes", Kind.COPYING),
  /** {@code Files.write} over an existing file. */
  WRITE("write", Kind.COPYING),
  /** {@code Files.copy} over an existing file of the same file system. */
  COPY("copy", Kind.COPYING),
  /** {@code Files.newInputStream}, read in pieces to the end. */
  INPUT_STREAM("newInputStream", Kind.COPYING),
  /** {@code Files.newOutputStream} over an existing file, written in pieces. */
  OUTPUT_STREAM("newOutputStream", Kind.COPYING),
  /** {@code FileChannel.transferTo} another file of the same file system. */
  TRANSFER_TO("transferTo", Kind.COPYING),
  /** Makes a small file, writes it and deletes it. */
  CREATE_AND_DELETE("createAndDelete", Kind.NAMES),
  /** Maps a page of a file and unmaps it. */
  MAP("map", Kind.MAPPING),
  /** Maps a file in huge folios, touches a page and unmaps it. */
  MAP_HUGE("mapHuge", Kind.MAPPING),
  /** Maps a file in small folios that lie apart, and unmaps it. */
  MAP_SCATTERED("mapScattered", Kind.MAPPING),
  /** Writes a new file with memory that no file has had before. */
  FIRST_WRITE("firstWrite", Kind.FILLING);

  private enum Kind {
    COPYING,
    NAMES,
    MAPPING,
    FILLING
  }

  private final String label;
  private final Kind kind;

  Call(String label, Kind kind) {
    this.label = label;
    this.kind = kind;
  }

  /** Returns whether what it takes is mostly the copying of the file's bytes. */
  boolean isCopying() {
    return kind == Kind.COPYING;
  }

  /** Returns whether it maps a file. */
  boolean isMapping() {
    return kind == Kind.MAPPING;
  }

  /**
   * Returns whether a file system can do it at all. The two in the heap map nothing, and
   * memoryfilesystem refuses files over 16 MB.
   */
  boolean isPossible(FileSystemTarget target) {
    boolean inHeap =
        target == FileSystemTarget.JIMFS || target == FileSystemTarget.MEMORYFILESYSTEM;
    return switch (kind) {
      case COPYING, NAMES -> true;
      case MAPPING -> !inHeap;
      case FILLING -> target != FileSystemTarget.MEMORYFILESYSTEM;
    };
  }

  /** Returns the name in tables and on the command line, often that of a benchmark method. */
  @Override
  public String toString() {
    return label;
  }
}
