package io.github.cordonfs.conformance.jdk.javaio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A name of a file. */
public final class File {

  /** As {@code java.io.File}. */
  public static final String separator = "/";

  /** As {@code java.io.File}. */
  public static final char separatorChar = '/';

  private final Path path;

  /** As {@code java.io.File}. */
  public File(String name) {
    this(Path.of(name));
  }

  /** As {@code java.io.File}. */
  public File(String directory, String name) {
    this(Path.of(directory, name));
  }

  /** As {@code java.io.File}. */
  public File(File directory, String name) {
    this(directory.path.resolve(name));
  }

  private File(Path path) {
    this.path = path;
  }

  /** In the place of {@code Path.toFile}. */
  public static File of(Path path) {
    return new File(path);
  }

  /** As {@code java.io.File}. */
  public static File createTempFile(String prefix, String suffix) throws IOException {
    return new File(Files.createTempFile(prefix, suffix));
  }

  /** As {@code java.io.File}. */
  public static File createTempFile(String prefix, String suffix, File directory)
      throws IOException {
    return new File(Files.createTempFile(directory.path, prefix, suffix));
  }

  /** As {@code java.io.File}. */
  public Path toPath() {
    return path;
  }

  /** As {@code java.io.File}. */
  public String getPath() {
    return path.toString();
  }

  /** As {@code java.io.File}. */
  public String getAbsolutePath() {
    return path.toAbsolutePath().toString();
  }

  /** As {@code java.io.File}. */
  public String getName() {
    return path.getFileName().toString();
  }

  /** As {@code java.io.File}. */
  public boolean exists() {
    return Files.exists(path);
  }

  /** As {@code java.io.File}. */
  public boolean delete() {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException _) {
      return false;
    }
  }

  /** Does nothing: the directory of the test is deleted with all that is in it. */
  public void deleteOnExit() {}

  /** As {@code java.io.File}. */
  public long length() {
    try {
      return Files.size(path);
    } catch (IOException _) {
      return 0;
    }
  }

  /** As {@code java.io.File}. */
  public long lastModified() {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException _) {
      return 0;
    }
  }

  /** As {@code java.io.File}. */
  public boolean setLastModified(long millis) {
    try {
      Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code java.io.File}. */
  public long getFreeSpace() {
    return space(Space.UNALLOCATED);
  }

  /** As {@code java.io.File}. */
  public long getUsableSpace() {
    return space(Space.USABLE);
  }

  /** As {@code java.io.File}. */
  public long getTotalSpace() {
    return space(Space.TOTAL);
  }

  private enum Space {
    TOTAL,
    UNALLOCATED,
    USABLE
  }

  private long space(Space which) {
    try {
      return switch (which) {
        case TOTAL -> Files.getFileStore(path).getTotalSpace();
        case UNALLOCATED -> Files.getFileStore(path).getUnallocatedSpace();
        case USABLE -> Files.getFileStore(path).getUsableSpace();
      };
    } catch (IOException _) {
      return 0;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
