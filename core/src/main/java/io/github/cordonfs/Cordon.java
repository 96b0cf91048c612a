package io.github.cordonfs;

import io.github.cordonfs.nio.CordonFileSystems;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/**
 * Opens in-memory file systems that survive memory errors. A file system opened here, or with
 * {@link java.nio.file.FileSystems#newFileSystem(java.net.URI, java.util.Map)} and a URI of scheme
 * {@code cordon}, is used through {@link java.nio.file.Files} and channels. It holds memory outside
 * the Java heap until it is closed.
 *
 * <p>All methods are safe for use by several threads.
 */
public final class Cordon {

  private Cordon() {}

  /**
   * Opens a file system with default options.
   *
   * @throws IOException if the operating system refuses the memory
   */
  public static FileSystem newFileSystem() throws IOException {
    return newFileSystem(CordonOptions.defaults());
  }

  /**
   * Opens a file system.
   *
   * @param options its options
   * @throws java.nio.file.FileSystemAlreadyExistsException if an open file system has the name that
   *     the options give
   * @throws IOException if the operating system refuses the memory
   */
  public static FileSystem newFileSystem(CordonOptions options) throws IOException {
    return CordonFileSystems.create(options);
  }

  /**
   * Mounts a directory read-only: names and attributes come from there, data comes through a page
   * cache in memory outside the Java heap, of the size that the options say. A page of it that goes
   * bad is read again, and nobody notices. Files that others change are noticed when they are
   * opened.
   *
   * @param directory of any file system of any provider
   * @param options of the file system; those for making files have no effect
   * @throws java.nio.file.NotDirectoryException if it is no directory
   * @throws java.nio.file.FileSystemAlreadyExistsException if an open file system has the name that
   *     the options give, or the directory lies in one that is mounted, or the other way round
   * @throws IOException if the directory cannot be read, or the operating system refuses the memory
   */
  public static FileSystem mount(Path directory, CordonOptions options) throws IOException {
    return CordonFileSystems.mount(directory, options);
  }

  /**
   * Returns the memory failures of a file system: what is lost, and how to repair it.
   *
   * @param fileSystem a Cordon file system
   * @throws IllegalArgumentException if it belongs to another provider
   */
  public static MemoryFailures memoryFailures(FileSystem fileSystem) {
    return CordonFileSystems.memoryFailures(fileSystem);
  }

  /**
   * Returns how much memory a file system uses, and for what.
   *
   * @param fileSystem a Cordon file system
   * @throws IllegalArgumentException if it belongs to another provider
   */
  public static MemoryUsage memoryUsage(FileSystem fileSystem) {
    return CordonFileSystems.memoryUsage(fileSystem);
  }

  /**
   * Returns how many ranges of addresses this process has mapped, for whatever purpose, and how
   * many the kernel allows it. Takes some 20 milliseconds near the usual limit of 65,530.
   */
  public static AddressRanges addressRanges() {
    return CordonFileSystems.addressRanges();
  }

  /**
   * Returns what the background task has done that joins small folios into huge ones.
   *
   * @param fileSystem a Cordon file system
   * @throws IllegalArgumentException if it belongs to another provider
   */
  public static CollapseCounters collapseCounters(FileSystem fileSystem) {
    return CordonFileSystems.collapseCounters(fileSystem);
  }
}
