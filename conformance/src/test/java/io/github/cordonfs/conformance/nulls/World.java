package io.github.cordonfs.conformance.nulls;

import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a call finds: some files, made anew for each, and what was opened for it. */
final class World implements Closeable {

  final Path directory;
  final Path file;
  final Path link;
  final Path absent;

  private final Deque<Closeable> open = new ArrayDeque<>();

  World(Path directory) throws IOException {
    this.directory = directory;
    this.file = Files.writeString(directory.resolve("file"), "some text\n");
    this.link = Files.createSymbolicLink(directory.resolve("link"), file.getFileName());
    this.absent = directory.resolve("absent");
  }

  FileSystem fileSystem() {
    return directory.getFileSystem();
  }

  /** Notes what is to be closed in the end. */
  <T extends Closeable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path each : left) {
        Tmpfs.delete(each);
      }
    }
  }
}
