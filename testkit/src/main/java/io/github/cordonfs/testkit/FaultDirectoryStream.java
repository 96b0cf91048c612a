package io.github.cordonfs.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;

/** A directory that is being listed. */
final class FaultDirectoryStream implements DirectoryStream<Path> {

  private final FaultFileSystem fileSystem;
  private final DirectoryStream<Path> below;

  FaultDirectoryStream(FaultFileSystem fileSystem, DirectoryStream<Path> below) {
    this.fileSystem = fileSystem;
    this.below = below;
  }

  @Override
  public Iterator<Path> iterator() {
    Iterator<Path> paths = below.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return paths.hasNext();
      }

      @Override
      public Path next() {
        return new FaultPath(fileSystem, paths.next());
      }

      @Override
      public void remove() {
        paths.remove();
      }
    };
  }

  @Override
  public void close() throws IOException {
    fileSystem.state().closed(this);
    below.close();
  }
}
