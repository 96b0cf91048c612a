package io.github.cordonfs.conformance.differential;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of the two file systems in comparison: a directory in it, and the channels that are open. The
 * directory has the same name on both sides, so that what exceptions say can be compared as it is.
 */
final class Side implements AutoCloseable {

  /** How many channels can be open at the same time. */
  static final int CHANNELS = 6;

  private final FileSystem fs;
  private final String root;

  /** Whether names are paths as they are: the root is the working directory. */
  private final boolean relative;

  private final @Nullable OpenChannel[] channels = new OpenChannel[CHANNELS];

  /** Works in a directory that exists. */
  Side(FileSystem fs, String root) {
    this(fs, root, false);
  }

  private Side(FileSystem fs, String root, boolean relative) {
    this.fs = fs;
    this.root = root;
    this.relative = relative;
  }

  /** Works in the working directory of a file system, by relative paths. */
  static Side relative(FileSystem fs) {
    return new Side(fs, fs.getPath("").toAbsolutePath().toString(), true);
  }

  /** Returns a path; the directory itself for the empty one. */
  Path path(String name) {
    if (relative) {
      return fs.getPath(name);
    }
    return fs.getPath(name.isEmpty() ? root : root + "/" + name);
  }

  /** Returns what a symbolic link may hold: if it begins with a slash, a path in the directory. */
  Path linkTarget(String target) {
    return fs.getPath(target.startsWith("/") ? root + target : target);
  }

  /** Returns the directory that the directory is in: even that can be moved, or replaced. */
  Path above() {
    return fs.getPath(root.substring(0, root.lastIndexOf('/')));
  }

  /** Opens a channel in a slot, and closes the one that was there. */
  void open(int slot, Path path, Set<OpenOption> options) throws IOException {
    FileChannel channel = FileChannel.open(path, options);
    OpenChannel before = channels[slot];
    channels[slot] =
        new OpenChannel(
            channel,
            fileKey(path),
            Files.isDirectory(path),
            options.contains(StandardOpenOption.APPEND),
            new ArrayList<>());
    if (before != null) {
      before.channel.close();
    }
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.exists(path)
        ? Files.readAttributes(path, BasicFileAttributes.class).fileKey()
        : null;
  }

  /** Returns what is in a slot; null if nothing is. It may have been closed. */
  @Nullable OpenChannel channel(int slot) {
    return channels[slot];
  }

  /** Closes all channels. */
  @Override
  public void close() throws IOException {
    for (OpenChannel each : channels) {
      if (each != null) {
        each.channel.close();
      }
    }
  }

  /**
   * A channel and what was done with it.
   *
   * @param key of the file
   * @param directory whether it is one
   * @param appends whether it writes at the end only
   * @param locks that were taken and not given back
   */
  record OpenChannel(
      FileChannel channel,
      @Nullable Object key,
      boolean directory,
      boolean appends,
      List<FileLock> locks) {

    boolean sameFileAs(OpenChannel other) {
      return Objects.equals(key, other.key);
    }
  }
}
