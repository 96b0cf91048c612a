package io.github.cordonfs.nio.path;

import java.nio.file.FileSystem;

/** A file system of another provider with one of Cordon behind it, which is meant where asked. */
public interface OverlaidFileSystem {

  /** Returns the file system of Cordon. */
  FileSystem cordon();
}
