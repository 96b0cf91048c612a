package io.github.cordonfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Supplies the bytes of lost pages: from a replica, a log, or by computing them again. */
@FunctionalInterface
public interface RestoreSource {

  /**
   * Returns the bytes of a lost page. The thread that met the failure calls this, with no lock
   * held, once for each lost page.
   *
   * @param file the file that lost the page
   * @param range the range of the page in the file, clipped to the size of the file
   * @return exactly as many bytes as the range is long, or empty if they are not available; the
   *     page then stays poisoned
   * @throws IOException if the bytes cannot be read; it is logged, and the page stays poisoned
   */
  Optional<ByteBuffer> bytes(Path file, ByteRange range) throws IOException;
}
