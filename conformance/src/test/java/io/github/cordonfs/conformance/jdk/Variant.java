package io.github.cordonfs.conformance.jdk;

import java.nio.file.Path;
import java.util.List;

/** How a test is compiled and run. */
enum Variant {

  /** As it is, on what the JDK's own provider makes of a directory. */
  DEFAULT,

  /** As it is, on the overlay over the same directory. */
  OVERLAY,

  /**
   * On the overlay, with {@code java.io} replaced where it names files, as that sees the disk and
   * not the overlay.
   */
  OVERLAY_WITHOUT_JAVA_IO;

  /** Returns what a JVM is started with, so that a directory is in this file system. */
  List<String> options(Path directory) {
    if (this == DEFAULT) {
      return List.of();
    }
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.nio.file.spi.DefaultFileSystemProvider="
            + "io.github.cordonfs.overlay.OverlayFileSystemProvider",
        "-Dcordon.overlay=" + directory,
        "-Dcordon.overlay.size=12g",
        // As the kernel does it.
        "-Dcordon.overlay.enforcePermissions=" + !System.getProperty("user.name").equals("root"));
  }
}
