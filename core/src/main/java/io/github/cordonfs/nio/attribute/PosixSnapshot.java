package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.vfs.inode.Inode;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * The same attributes for whoever asked for those of {@code posix}; for others no cast leads here.
 */
final class PosixSnapshot extends AttributeSnapshot implements PosixFileAttributes {

  PosixSnapshot(PathAttributes fileSystem, Inode inode) {
    super(fileSystem, inode);
  }
}
