package io.github.cordonfs.hook;

/** A file system that has a hook. */
public interface Hooked {

  /** Returns it: always the same. */
  FileSystemHook hook();
}
