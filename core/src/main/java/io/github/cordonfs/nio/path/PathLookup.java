package io.github.cordonfs.nio.path;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.vfs.Namespace;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Finds what paths lead to, in the names and inodes of one file system. */
public record PathLookup(Namespace namespace) {

  public boolean isOpen() {
    return namespace.isOpen();
  }

  /**
   * Checks that the file system is open.
   *
   * @throws ClosedFileSystemException if it is not
   */
  public void checkOpen() {
    if (!namespace.isOpen()) {
      throw new ClosedFileSystemException();
    }
  }

  /** Returns the path from the root for one that starts in an open directory, wherever that is. */
  public CordonPath located(CordonPath path) throws IOException {
    Directory start = path.start();
    if (start == null) {
      return path;
    }
    StackProbe.touch();
    PathName directory = PathName.of(false, new String[] {""}).from(start);
    ProviderFileSystem fileSystem = path.getFileSystem();
    return fileSystem
        .getPath(namespace.realPath(directory))
        .resolve(new CordonPath(fileSystem, path.toNames()));
  }

  /** Returns what a path leads to. */
  public Inode inode(CordonPath path, boolean followLinks) throws IOException {
    StackProbe.touch();
    checkOpen();
    return namespace.find(path.toPathName(), followLinks);
  }

  /**
   * As {@link #inode}, for whoever asks whether there is something: behind a file that is on the
   * way there is nothing, as the default provider says it, too.
   *
   * @throws NoSuchFileException if not
   */
  public Inode existing(CordonPath path, boolean followLinks) throws IOException {
    try {
      return inode(path, followLinks);
    } catch (FileSystemException e) {
      throw FileErrors.isNotDirectory(e) ? new NoSuchFileException(path.toString()) : e;
    }
  }
}
