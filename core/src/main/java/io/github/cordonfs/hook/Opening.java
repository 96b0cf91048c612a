package io.github.cordonfs.hook;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Opens a file or directory when the hook lets it. Called once at most. */
@FunctionalInterface
public interface Opening {

  /**
   * Opens it.
   *
   * @return a channel that does what the one that is handed out would do if there were no hook
   * @throws IOException if it cannot be opened
   */
  FileChannel open() throws IOException;
}
