package io.github.cordonfs.vfs.inode;

/** Told of a file that lost its last reference. */
@FunctionalInterface
public interface LastReference {

  /** Frees the file, which cannot be used any more. With no lock of an inode held. */
  void gone(RegularFile file);
}
