package io.github.cordonfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Where lost pages are restored from: a replica, a log, a computation (contract row R7). */
@FunctionalInterface
public interface RestoreSource {

  /**
   * Returns the bytes of a lost page. Called by the thread that met the failure, with no lock held,
   * once for each page that is lost.
   *
   * @param file where it was lost
   * @param range the bytes of the page, clipped to the size of the file
   * @return exactly as many bytes as the range is long, or empty if they are not to be had: then
   *     the page stays poisoned
   * @throws IOException if they cannot be read; it is logged, and the page stays poisoned
   */
  Optional<ByteBuffer> bytes(Path file, ByteRange range) throws IOException;
}
