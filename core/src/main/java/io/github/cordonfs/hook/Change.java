package io.github.cordonfs.hook;

import java.io.IOException;

/** What the file system does when the hook lets it. Called once at most. */
@FunctionalInterface
public interface Change {

  /**
   * Does it, as if there were no hook.
   *
   * @throws IOException if it fails
   */
  void make() throws IOException;
}
