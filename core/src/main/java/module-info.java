/**
 * Cordon: a file system and page cache in memory that survives memory errors.
 *
 * <p>Everything a user needs is in {@link io.github.cordonfs}; the file system itself is used
 * through {@code java.nio.file}.
 */
module io.github.cordonfs.core {
  // Not "static": then an image made by jlink has it, and on the module path it is resolved when a
  // recording is started. Without it, on the class path, nothing is recorded.
  requires jdk.jfr;
  requires static org.jspecify;

  exports io.github.cordonfs;

  provides java.nio.file.spi.FileSystemProvider with
      io.github.cordonfs.nio.CordonFileSystemProvider;
}
