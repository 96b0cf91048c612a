package io.github.cordonfs.conformance.peers;

import io.github.cordonfs.overlay.OverlayFileSystemProvider;
import java.io.File;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The overlay of the tests: a JVM has no more than one, which is there until the JVM ends, as its
 * name is that of the file system.
 */
public final class TestOverlay {

  private static final String NAMES = "/cordon-names";
  private static final String WORK = "/cordon-work";

  /** Empty, and to stay so. */
  static final Path EMPTY;

  /** Where tests make directories of their own. */
  public static final Path PARENT;

  static {
    OverlayFileSystemProvider provider = provider();
    EMPTY = provider.getPath(URI.create("file://" + NAMES));
    PARENT = provider.getPath(URI.create("file://" + WORK));
  }

  private TestOverlay() {}

  private static OverlayFileSystemProvider provider() {
    Properties before = System.getProperties();
    Properties during = new Properties();
    during.putAll(before);
    during.put("cordon.overlay", NAMES + File.pathSeparator + WORK);
    during.put("cordon.overlay.size", "256m");
    System.setProperties(during);
    try {
      return new OverlayFileSystemProvider(FileSystems.getDefault().provider());
    } finally {
      System.setProperties(before);
    }
  }
}
