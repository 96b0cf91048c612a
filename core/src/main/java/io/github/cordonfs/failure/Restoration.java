package io.github.cordonfs.failure;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.RestoreSource;
import io.github.cordonfs.cache.pool.CachedFile;
import io.github.cordonfs.os.KeptAlive;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/** Restores lost pages from where the options say (contract row R7). Called with no lock held. */
final class Restoration {

  private final RestoreSource source;
  private final Function<String, Path> paths;

  /**
   * Creates one.
   *
   * @param paths makes the path of a file from its text
   */
  Restoration(RestoreSource source, Function<String, Path> paths) {
    this.source = source;
    this.paths = paths;
  }

  /** Restores the page that an event reports; what goes wrong is logged, and it stays poisoned. */
  void restore(MemoryFailureEvent event, CachedFile file) {
    if (event.message() != MessageType.MEMORY_PAGE
        || event.paths().isEmpty()
        || event.range().length() == 0) {
      return;
    }
    ByteRange range = event.range();
    String path = event.paths().getFirst();
    try {
      Optional<ByteBuffer> found = source.bytes(paths.apply(path), range);
      if (found.isEmpty()) {
        return;
      }
      MemorySegment bytes = MemorySegment.ofBuffer(found.get());
      if (bytes.byteSize() != range.length()) {
        throw new IOException(
            "the source gave " + bytes.byteSize() + " bytes for a range of " + range.length());
      }
      int code = KeptAlive.call(bytes, () -> file.restore(range, bytes, new ArrayList<>()));
      if (code < 0) {
        throw new IOException("no space left");
      }
    } catch (IOException | RuntimeException | Error e) {
      // Readers learn of the failure in any case, from the page that stays poisoned.
      System.getLogger("io.github.cordonfs")
          .log(System.Logger.Level.ERROR, "cannot restore " + range + " of " + path, e);
    }
  }
}
