package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a cache asks of the file system that it stands in front of. Thread-safe. */
public interface WrappedStore {

  /** Returns what identifies the store: scheme and authority. */
  URI uri();

  /** Returns the configuration of the store. */
  Configuration conf();

  /** Returns where bytes that were read are counted. */
  FileSystem.Statistics statistics();

  /** Returns a path with scheme and authority, and from the root on. */
  Path qualified(Path path);

  /** Returns whether the cache is told of each change through the file system in front of it. */
  boolean tellsChanges();

  /**
   * Asks the store what a file is now.
   *
   * @throws IOException as {@link FileSystem#getFileStatus}
   */
  FileStatus status(Path path) throws IOException;

  /**
   * Has the store check that the caller may read a file, and says whether its content is settled.
   *
   * @param status of the file
   * @param asked whether the store gave that status just now
   * @return false if the file is being written, so that nothing of it is to be kept
   * @throws IOException if it may not be read
   */
  boolean checkRead(Path path, FileStatus status, boolean asked) throws IOException;

  /**
   * Opens a file for reading at random positions, without the cache.
   *
   * @param status of the version that is meant; another one is an error, if the store can tell
   */
  FSDataInputStream open(Path path, FileStatus status) throws IOException;
}
