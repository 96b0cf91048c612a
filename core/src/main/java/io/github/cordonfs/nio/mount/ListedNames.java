package io.github.cordonfs.nio.mount;

import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The entries of a directory that was listed as a whole.
 *
 * @param entries of the directory
 */
record ListedNames(List<Path> entries) implements DirectoryStream<Path> {

  @Override
  public Iterator<Path> iterator() {
    return entries.iterator();
  }

  @Override
  public void close() {}
}
