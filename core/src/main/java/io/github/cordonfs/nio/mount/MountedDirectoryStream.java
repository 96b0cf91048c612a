package io.github.cordonfs.nio.mount;

import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries of a directory of a mount. */
final class MountedDirectoryStream implements DirectoryStream<Path> {

  private final CordonPath directory;
  private final DirectoryStream<Path> entries;
  private final Filter<? super Path> filter;

  MountedDirectoryStream(
      CordonPath directory, DirectoryStream<Path> entries, Filter<? super Path> filter) {
    this.directory = directory;
    this.entries = entries;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    Iterator<Path> all = entries.iterator();
    return new Iterator<>() {
      private @Nullable Path next;

      @Override
      public boolean hasNext() {
        while (next == null && all.hasNext()) {
          Path entry = directory.resolve(all.next().getFileName().toString());
          try {
            next = filter.accept(entry) ? entry : null;
          } catch (IOException e) {
            throw new DirectoryIteratorException(e);
          }
        }
        return next != null;
      }

      @Override
      public Path next() {
        Path found = hasNext() ? next : null;
        if (found == null) {
          throw new NoSuchElementException();
        }
        next = null;
        return found;
      }
    };
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
