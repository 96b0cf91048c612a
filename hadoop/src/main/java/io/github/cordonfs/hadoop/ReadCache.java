package io.github.cordonfs.hadoop;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.jspecify.annotations.Nullable;

/** A cache in front of one file system. Thread-safe. */
public interface ReadCache {

  /**
   * Opens a file to be read through the cache.
   *
   * @param parameters what the caller knows of the file and of what is going to be read
   * @return null if the file cannot be cached: it has nothing that identifies a version of it, or
   *     is being written
   * @throws IOException if the store says so: no such file, no permission
   */
  @Nullable FSDataInputStream open(Path path, OpenFileParameters parameters) throws IOException;

  /**
   * Returns the status of a file or directory: that of now, or one that is remembered.
   *
   * @throws IOException as {@link org.apache.hadoop.fs.FileSystem#getFileStatus}
   */
  FileStatus status(Path path) throws IOException;

  /** Returns whether statuses are remembered, so that it has to be told of changes. */
  boolean remembersStatuses();

  /** Drops what is remembered: something was changed, or may have been. */
  void changed();
}
