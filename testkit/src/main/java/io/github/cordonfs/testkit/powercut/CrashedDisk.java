package io.github.cordonfs.testkit.powercut;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk as a power cut may have left it.
 *
 * @param fileSystem a file system in memory that nobody else has
 * @param promises what the program had promised before the power cut, in order
 */
public record CrashedDisk(FileSystem fileSystem, List<String> promises) {

  /** Returns the root directory. */
  public Path root() {
    return fileSystem.getPath("/");
  }

  /** Returns whether the program had promised something before the power cut. */
  public boolean isPromised(String what) {
    return promises.contains(what);
  }
}
