package io.github.cordonfs.nio.mount;

import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;

/** Copies out of a mount, into another file system of the same provider. */
final class MountedCopy {

  private MountedCopy() {}

  static void copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    LinkOption[] links =
        mode.followLinks() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    BasicFileAttributes found = Files.readAttributes(source, BasicFileAttributes.class, links);
    if (target.getFileSystem().isReadOnly()) {
      throw new ReadOnlyFileSystemException();
    }
    // By another name, too: to replace it would be to delete it.
    if (isSame(source, found, target)) {
      return;
    }
    if (mode.replaceExisting()) {
      Files.deleteIfExists(target);
    } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (found.isDirectory()) {
      Files.createDirectory(target);
    } else if (found.isSymbolicLink()) {
      Files.createSymbolicLink(
          target, target.getFileSystem().getPath(Files.readSymbolicLink(source).toString()));
    } else {
      try (InputStream in = Files.newInputStream(source)) {
        var _ = Files.copy(in, target);
      }
    }
    if (mode.copyAttributes()) {
      copyAttributes(source, target, found, links);
    }
  }

  private static boolean isSame(CordonPath source, BasicFileAttributes found, CordonPath target)
      throws IOException {
    Object key = found.fileKey();
    if (key == null) {
      return source.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize());
    }
    try {
      return key.equals(
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static void copyAttributes(
      CordonPath source, CordonPath target, BasicFileAttributes found, LinkOption... links)
      throws IOException {
    if (found.isSymbolicLink()) {
      return;
    }
    PosixFileAttributeView from =
        Files.getFileAttributeView(source, PosixFileAttributeView.class, links);
    PosixFileAttributeView to = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (from != null && to != null) {
      to.setPermissions(from.readAttributes().permissions());
    }
    Files.getFileAttributeView(target, BasicFileAttributeView.class)
        .setTimes(found.lastModifiedTime(), found.lastAccessTime(), found.creationTime());
  }
}
