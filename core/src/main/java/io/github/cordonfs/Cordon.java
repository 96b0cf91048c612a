package io.github.cordonfs;

import io.github.cordonfs.nio.CordonFileSystems;
import java.io.IOException;
import java.nio.file.FileSystem;

/**
 * Makes file systems in memory that survive memory errors. A file system made here, or with {@link
 * java.nio.file.FileSystems#newFileSystem(java.net.URI, java.util.Map)} and a URI of scheme {@code
 * cordon}, is used through {@link java.nio.file.Files} and channels; its memory is given back when
 * it is closed.
 */
public final class Cordon {

  private Cordon() {}

  /**
   * Makes a file system with default options.
   *
   * @throws IOException if the operating system refuses the memory
   */
  public static FileSystem newFileSystem() throws IOException {
    return newFileSystem(CordonOptions.defaults());
  }

  /**
   * Makes a file system.
   *
   * @param options how it is to be
   * @throws java.nio.file.FileSystemAlreadyExistsException if the name in the options is taken
   * @throws IOException if the operating system refuses the memory
   */
  public static FileSystem newFileSystem(CordonOptions options) throws IOException {
    return CordonFileSystems.create(options);
  }

  /**
   * Returns the memory failures of a file system.
   *
   * @param fileSystem a file system of Cordon
   * @throws IllegalArgumentException if it is of another provider
   */
  public static MemoryFailures memoryFailures(FileSystem fileSystem) {
    return CordonFileSystems.memoryFailures(fileSystem);
  }

  /**
   * Returns how a file system uses memory.
   *
   * @param fileSystem a file system of Cordon
   * @throws IllegalArgumentException if it is of another provider
   */
  public static MemoryUsage memoryUsage(FileSystem fileSystem) {
    return CordonFileSystems.memoryUsage(fileSystem);
  }

  /**
   * Returns how many ranges of addresses this process is mapped in, by all that it does, and how
   * many the kernel allows it (contract row S96). Takes some 20 milliseconds near the usual limit.
   */
  public static AddressRanges addressRanges() {
    return CordonFileSystems.addressRanges();
  }

  /**
   * Returns what the background collapser of a file system has done (contract row F2).
   *
   * @param fileSystem a file system of Cordon
   * @throws IllegalArgumentException if it is of another provider
   */
  public static CollapseCounters collapseCounters(FileSystem fileSystem) {
    return CordonFileSystems.collapseCounters(fileSystem);
  }
}
