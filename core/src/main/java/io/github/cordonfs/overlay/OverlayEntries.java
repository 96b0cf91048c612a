package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through a directory: what its file system lists, and then names that the other one adds. */
final class OverlayEntries implements Iterator<Path> {

  private final OverlayPath directory;
  private final Iterator<Path> listed;
  private final Deque<String> added;
  private final DirectoryStream.Filter<? super Path> filter;
  private @Nullable Path next;

  OverlayEntries(
      OverlayPath directory,
      Iterator<Path> listed,
      Collection<String> added,
      DirectoryStream.Filter<? super Path> filter) {
    this.directory = directory;
    this.listed = listed;
    this.added = new ArrayDeque<>(added);
    this.filter = filter;
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      Path candidate;
      if (listed.hasNext()) {
        candidate = directory.child(listed.next().getFileName());
        // Where both have a name it leads to the other file system, but is one entry.
        added.remove(candidate.getFileName().toString());
      } else if (added.isEmpty()) {
        return false;
      } else {
        candidate = directory.resolve(added.remove());
      }
      if (accepts(candidate)) {
        next = candidate;
      }
    }
    return true;
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
