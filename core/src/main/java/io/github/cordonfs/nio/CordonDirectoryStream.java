package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.PathName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory. Weakly consistent, as {@code vfs.Directory.names}. Like most
 * iterators it is for one thread; closing is for any.
 */
final class CordonDirectoryStream implements DirectoryStream<Path> {

  private final CordonFileSystem fileSystem;
  private final Filter<? super Path> filter;
  private volatile boolean closed;

  /** Null once it was handed out. */
  private @Nullable Iterator<PathName> names;

  CordonDirectoryStream(
      CordonFileSystem fileSystem, Iterator<PathName> names, Filter<? super Path> filter) {
    this.fileSystem = fileSystem;
    this.names = names;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    Iterator<PathName> handedOut = names;
    if (closed || handedOut == null) {
      throw new IllegalStateException(closed ? "closed" : "there is only one iterator");
    }
    names = null;
    return new Entries(handedOut);
  }

  @Override
  public void close() {
    closed = true;
    fileSystem.resources().remove(this);
  }

  /** The iterator: it looks one ahead, because hasNext must keep its word. */
  private final class Entries implements Iterator<Path> {

    private final Iterator<PathName> source;
    private @Nullable Path next;

    Entries(Iterator<PathName> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      while (next == null && !closed && source.hasNext()) {
        Path candidate = new CordonPath(fileSystem, source.next());
        if (accepts(candidate)) {
          next = candidate;
        }
      }
      return next != null;
    }

    @Override
    public Path next() {
      boolean more = hasNext();
      Path result = next;
      if (!more || result == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return result;
    }

    private boolean accepts(Path candidate) {
      try {
        return filter.accept(candidate);
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
    }
  }
}
