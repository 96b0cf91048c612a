package io.github.cordonfs.nio.mount;

import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries of a directory of a mount. */
final class MountedDirectoryStream implements DirectoryStream<Path> {

  private final CordonPath directory;
  private final Predicate<Path> hidden;
  private final DirectoryStream<Path> entries;
  private final Filter<? super Path> filter;

  /**
   * Makes it.
   *
   * @param hidden of the entries, as those who make it give them, which ones nobody sees
   */
  MountedDirectoryStream(
      CordonPath directory,
      Predicate<Path> hidden,
      DirectoryStream<Path> entries,
      Filter<? super Path> filter) {
    this.directory = directory;
    this.hidden = hidden;
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
          Path real = all.next();
          Path entry = directory.resolve(real.getFileName().toString());
          try {
            next = !hidden.test(real) && filter.accept(entry) ? entry : null;
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
