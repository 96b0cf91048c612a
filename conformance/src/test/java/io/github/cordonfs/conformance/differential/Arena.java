package io.github.cordonfs.conformance.differential;

import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
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

  Arena(FileSystem candidate) throws IOException {
    this.candidate = candidate;
    this.top = Tmpfs.newDirectory();
  }

  /** Makes a new pair. There is one at a time. */
  Pair enter() throws IOException {
    String root = top + WORK;
    for (FileSystem each : new FileSystem[] {FileSystems.getDefault(), candidate}) {
      Files.createDirectories(each.getPath(root));
    }
    return new Pair(
        new Side(FileSystems.getDefault(), root), new Side(candidate, root), top, candidate);
  }

  @Override
  public void close() throws IOException {
    Tmpfs.delete(top);
  }

  /** Two sides, whose files are gone when it is closed. */
  record Pair(Side reference, Side candidate, Path top, FileSystem fs) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      reference.close();
      candidate.close();
      for (FileSystem each : new FileSystem[] {FileSystems.getDefault(), fs}) {
        Tmpfs.delete(each.getPath(top.toString(), "1"));
      }
    }
  }
}
