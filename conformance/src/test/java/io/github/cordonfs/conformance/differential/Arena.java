package io.github.cordonfs.conformance.differential;

import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes pairs of empty directories: one on a tmpfs, and one of the same name in another place. */
final class Arena implements AutoCloseable {

  /** Links may lead upwards, so there is some way to go up. */
  private static final String WORK = "/1/2/3/4/work";

  private final FileSystem candidate;
  private final Path top;

  /** Whether pairs are the working directories, which stay. */
  private final boolean relative;

  Arena(FileSystem candidate) throws IOException {
    this(candidate, Tmpfs.newDirectory(), false);
  }

  private Arena(FileSystem candidate, Path top, boolean relative) {
    this.candidate = candidate;
    this.top = top;
    this.relative = relative;
  }

  /** Works in the working directories, which are of the same name and empty. */
  static Arena inWorkingDirectory(FileSystem candidate) {
    return new Arena(candidate, Path.of("").toAbsolutePath(), true);
  }

  /** Makes a new pair. There is one at a time. */
  Pair enter() throws IOException {
    if (relative) {
      return new Pair(
          Side.relative(FileSystems.getDefault()), Side.relative(candidate), top, candidate, true);
    }
    String root = top + WORK;
    for (FileSystem each : new FileSystem[] {FileSystems.getDefault(), candidate}) {
      Files.createDirectories(each.getPath(root));
    }
    return new Pair(
        new Side(FileSystems.getDefault(), root), new Side(candidate, root), top, candidate, false);
  }

  @Override
  public void close() throws IOException {
    if (!relative) {
      Tmpfs.delete(top);
    }
  }

  /** Two sides, whose files are gone when it is closed. */
  record Pair(Side reference, Side candidate, Path top, FileSystem fs, boolean relative)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      reference.close();
      candidate.close();
      for (FileSystem each : new FileSystem[] {FileSystems.getDefault(), fs}) {
        if (relative) {
          empty(each.getPath(top.toString()));
        } else {
          Tmpfs.delete(each.getPath(top.toString(), "1"));
        }
      }
    }

    private static void empty(Path directory) throws IOException {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path each : entries) {
          Tmpfs.delete(each);
        }
      }
    }
  }
}
