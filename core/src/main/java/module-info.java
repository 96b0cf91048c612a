/**
 * Cordon: a file system and page cache in memory that survives memory errors.
 *
 * <p>Everything a user needs is in {@link io.github.cordonfs}; the file system itself is used
 * through {@code java.nio.file}.
 */
@SuppressWarnings("module") // The test kit is compiled after this.
module io.github.cordonfs.core {
  // Not "static": so that an image made by jlink has them, and events and beans are there when
  // somebody asks later. On a class path without them Cordon works, but is neither recorded nor
  // known to JMX.
  requires java.management;
  requires jdk.jfr;
  requires static org.jspecify;

  exports io.github.cordonfs;
  exports io.github.cordonfs.backing;
  exports io.github.cordonfs.hook to
      io.github.cordonfs.testkit;
  // For the JDK: -Djava.nio.file.spi.DefaultFileSystemProvider.
  exports io.github.cordonfs.overlay;

  provides java.nio.file.spi.FileSystemProvider with
      io.github.cordonfs.nio.CordonFileSystemProvider;
  provides java.net.spi.URLStreamHandlerProvider with
      io.github.cordonfs.nio.url.CordonUrlHandlers;
}
