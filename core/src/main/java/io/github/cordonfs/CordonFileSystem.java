package io.github.cordonfs;

import java.nio.file.FileSystem;

/**
 * A file system of Cordon: what every {@link FileSystem} has, and what its memory does. {@link
 * Cordon#newFileSystem()} returns one; {@link #of} finds the one behind a file system that was
 * opened by URI, that a path names, or that is an overlay.
 *
 * <p>Only Cordon extends this class; methods may be added to it. All methods are safe for use by
 * several threads.
 */
public abstract class CordonFileSystem extends FileSystem {

  /** For Cordon. */
  protected CordonFileSystem() {}

  /**
   * Returns the file system of Cordon that a file system is, or that is behind it if it is the
   * default file system of a JVM with an overlay.
   *
   * @param fileSystem a file system, open or closed: {@code path.getFileSystem()} for example
   * @throws IllegalArgumentException if it belongs to another provider; the message names it
   */
  public static CordonFileSystem of(FileSystem fileSystem) {
    return Cordon.fileSystem(fileSystem);
  }

  /** Returns the name: the authority of the URIs of this file system, given or generated. */
  public abstract String name();

  /** Returns the options that this file system was opened with, also when it is closed. */
  public abstract CordonOptions options();

  /**
   * Returns the memory failures of this file system: what is lost, and how to repair it. Always the
   * same object.
   */
  public abstract MemoryFailures memoryFailures();

  /**
   * Returns a look at every frame of the memory of this file system, for those who draw it. Always
   * the same object.
   */
  public abstract PageMap pageMap();

  /**
   * Returns how much memory this file system uses, and for what.
   *
   * @throws java.nio.file.ClosedFileSystemException if it is closed
   */
  public abstract MemoryUsage memoryUsage();

  /**
   * Returns what the background task has done that joins small folios into huge ones, also when the
   * file system is closed.
   */
  public abstract CollapseCounters collapseCounters();

  /**
   * Returns how many times this file system has read from the store that is behind it, for whatever
   * reason, also when it is closed; 0 if it is in memory only.
   */
  public abstract long storeReads();

  /**
   * Returns how many reads of mounted files found what they wanted in memory and how many had to
   * wait for the store, also when it is closed; none if it is in memory only.
   */
  public abstract ReadCounts readCounts();

  /**
   * Returns how many bytes were read from its files and written to them through channels and
   * streams, also when it is closed.
   */
  public abstract TransferCounts transferCounts();

  /**
   * Returns what was written to this file system and is not in the store behind it yet; nothing if
   * it is in memory only, or closed.
   */
  public abstract UnwrittenData unwrittenData();
}
