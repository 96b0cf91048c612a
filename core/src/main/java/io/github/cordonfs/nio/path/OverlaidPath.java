package io.github.cordonfs.nio.path;

import java.nio.file.Path;

/** A path of another provider that leads into Cordon, so that {@code MemoryFailures} takes it. */
public interface OverlaidPath {

  /** Returns where it leads, which may be elsewhere after all. */
  Path inCordon();
}
