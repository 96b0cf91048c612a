package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;

/** The entries of a directory as paths of the default file system. */
final class OverlayDirectoryStream implements DirectoryStream<Path> {

  private final OverlayPath directory;
  private final DirectoryStream<Path> entries;
  private final Collection<String> added;
  private final Filter<? super Path> filter;

  OverlayDirectoryStream(
      OverlayPath directory,
      DirectoryStream<Path> entries,
      Collection<String> added,
      Filter<? super Path> filter) {
    this.directory = directory;
    this.entries = entries;
    this.added = added;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    return new OverlayEntries(directory, entries.iterator(), added, filter);
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
