package io.github.cordonfs.nio.directory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A directory stream that is no {@link java.nio.file.SecureDirectoryStream}, for file systems
 * without those.
 *
 * @param stream what does its work
 */
public record PlainDirectoryStream(DirectoryStream<Path> stream) implements DirectoryStream<Path> {

  @Override
  public Iterator<Path> iterator() {
    return stream.iterator();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
