package io.github.cordonfs.conformance.behaviour;

import io.github.cordonfs.conformance.peers.Tmpfs;
import io.github.cordonfs.overlay.OverlayFileSystemProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** An overlay of the tests' own, with the options that are there if nobody says anything. */
final class BelowOverlay {

  private static final String PROPERTY = "cordon.overlay";
  private static final String PREFIX = "/cordon-work";

  /** One: a JVM has no more, and it is there until the JVM ends. */
  private static final OverlayFileSystemProvider PROVIDER = provider();

  private BelowOverlay() {}

  /** Makes a directory in it. */
  static Contender.Playground open() throws IOException {
    Path parent = PROVIDER.getPath(URI.create("file://" + PREFIX));
    Path directory = Files.createTempDirectory(parent, "behaviour");
    return new Contender.Playground(directory, () -> Tmpfs.delete(directory));
  }

  private static OverlayFileSystemProvider provider() {
    System.setProperty(PROPERTY, PREFIX);
    System.setProperty(PROPERTY + ".size", "256m");
    try {
      return new OverlayFileSystemProvider(FileSystems.getDefault().provider());
    } finally {
      System.clearProperty(PROPERTY);
      System.clearProperty(PROPERTY + ".size");
    }
  }
}
