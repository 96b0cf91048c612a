package io.github.cordonfs.testkit;

import java.nio.file.Path;

/**
 * Is told of everything that changes what is on the disk, in the order in which it was done, one
 * call at a time. Paths are absolute, with symbolic links resolved, of the file system below; files
 * are told apart by their {@linkplain java.nio.file.attribute.BasicFileAttributes#fileKey() keys}.
 */
public interface OperationObserver {

  /** What came of a {@code force}. */
  enum Force {
    /** It was done. */
    DONE,
    /** It returned as if it had been done. */
    LIED,
    /** It failed, and what it should have written counts as written from then on. */
    FAILED,
    /** It failed, and what it should have written stays to be written. */
    FAILED_DIRTY
  }

  /** An empty file was created. */
  void fileCreated(Path path, Object key);

  /** A directory was created. */
  void directoryCreated(Path path);

  /** A symbolic link was created. */
  void symbolicLinkCreated(Path path, Object key, String target);

  /** A file or symbolic link got one more name. */
  void linked(Path path, Object key);

  /** A name was removed. */
  void deleted(Path path);

  /** A file or directory got another name, and whatever had that was replaced, in one step. */
  void moved(Path from, Path to);

  /** Bytes were written. The array is the observer's. */
  void written(Object key, long offset, byte[] bytes);

  /** The size was reduced. */
  void truncated(Object key, long size);

  /**
   * A file was forced.
   *
   * @param place the code that asked for it
   */
  void forced(Object key, Force result, String place);

  /**
   * A directory was forced.
   *
   * @param place the code that asked for it
   */
  void directoryForced(Path path, Force result, String place);

  /**
   * A file was mapped such that stores through the mapping change it, which nobody is told of.
   *
   * @param path where it was just then
   */
  void mappedWritable(Object key, Path path);
}
