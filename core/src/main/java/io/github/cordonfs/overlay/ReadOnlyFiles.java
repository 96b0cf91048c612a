package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collection;

/**
 * Refuses what would change something that the disk has and the overlay shows, as the JDK's
 * provider refuses it on a disk that is mounted read-only: after whatever else is wrong, and with
 * the text of EROFS. Programs that can do with such a disk look for that.
 */
final class ReadOnlyFiles {

  static final String CROSS_DEVICE = "Invalid cross-device link";

  private ReadOnlyFiles() {}

  /** Tells whether a copy or move is done already, because both paths are one that is only read. */
  static boolean isDone(OverlayPath source, OverlayPath target) {
    return target.isReadOnly() && source.equals(target);
  }

  /**
   * Checks the source of a copy to something that is only read.
   *
   * @throws NoSuchFileException if there is none
   */
  static void checkCopy(OverlayPath source, OverlayPath target, CopyOption... options)
      throws IOException {
    if (target.isReadOnly()) {
      boolean isLinkMeant = Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
      require(
          source, isLinkMeant ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0]);
    }
  }

  /**
   * Checks a move between what is only read and what is not.
   *
   * @throws NoSuchFileException if there is no source
   * @throws AtomicMoveNotSupportedException if it must be atomic
   */
  static void checkMove(OverlayPath source, OverlayPath target, CopyOption... options)
      throws IOException {
    if (source.isReadOnly() == target.isReadOnly()) {
      return;
    }
    require(source, LinkOption.NOFOLLOW_LINKS);
    if (Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
      throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), CROSS_DEVICE);
    }
  }

  /**
   * Checks a hard link between what is only read and what is not.
   *
   * @throws NoSuchFileException if there is no file to link to
   * @throws FileSystemException otherwise
   */
  static void checkLink(OverlayPath link, OverlayPath existing) throws IOException {
    if (link.isReadOnly() || existing.isReadOnly()) {
      require(existing, LinkOption.NOFOLLOW_LINKS);
    }
    if (link.isReadOnly() != existing.isReadOnly()) {
      throw new FileSystemException(link.toString(), existing.toString(), CROSS_DEVICE);
    }
  }

  /**
   * Checks that an attribute of something that is only read could be one.
   *
   * @throws UnsupportedOperationException if no file has such a view
   */
  static void checkAttribute(OverlayPath path, String attribute) {
    if (!path.isReadOnly()) {
      return;
    }
    String view = attribute.substring(0, Math.max(attribute.indexOf(':'), 0));
    if (!view.isEmpty() && !path.getFileSystem().supportedFileAttributeViews().contains(view)) {
      throw new UnsupportedOperationException("View '" + view + "' not available");
    }
  }

  /** Returns why a path cannot be changed. */
  static FileSystemException refused(OverlayPath path) {
    return new FileSystemException(
        path.toString(),
        null,
        "Read-only file system: with -D"
            + OverlaySettings.PROPERTY
            + ".backing=true what the disk has there is only read, unless .writable=true is set, too");
  }

  /**
   * Returns why a path cannot be changed or deleted.
   *
   * @param options whether a link is meant or what it leads to
   * @throws NoSuchFileException if there is none
   */
  static FileSystemException change(OverlayPath path, LinkOption... options) throws IOException {
    require(path, options);
    return refused(path);
  }

  /**
   * Checks that there is something.
   *
   * @throws NoSuchFileException if there is nothing
   */
  private static void require(OverlayPath path, LinkOption... options) throws IOException {
    var _ = attributes(path.target(), options);
  }

  private static boolean exists(OverlayPath path) throws IOException {
    Path target = path.target();
    return target
            .getFileSystem()
            .provider()
            .readAttributesIfExists(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        != null;
  }

  /**
   * Returns why a path cannot be created.
   *
   * @throws FileAlreadyExistsException if it exists
   * @throws NoSuchFileException if there is no directory that it would be in
   */
  static FileSystemException creation(OverlayPath path) throws IOException {
    if (exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path parent = path.target().toAbsolutePath().getParent();
    try {
      if (parent != null && !attributes(parent).isDirectory()) {
        throw new FileSystemException(path.toString(), null, "Not a directory");
      }
    } catch (NoSuchFileException e) {
      throw (NoSuchFileException) new NoSuchFileException(path.toString()).initCause(e);
    }
    return refused(path);
  }

  /**
   * Returns why a path cannot be replaced, or created if there is none.
   *
   * @throws NoSuchFileException if there is no directory that it would be in
   */
  static FileSystemException replacement(OverlayPath path) throws IOException {
    return exists(path) ? refused(path) : creation(path);
  }

  /**
   * Returns why a path cannot be opened to be written, or to be deleted when it is closed.
   *
   * @throws FileAlreadyExistsException if it exists, and must not
   * @throws NoSuchFileException if it does not exist, and must, or cannot be created
   */
  static FileSystemException opening(OverlayPath path, Collection<? extends OpenOption> options)
      throws IOException {
    boolean createNew = options.contains(StandardOpenOption.CREATE_NEW);
    BasicFileAttributes found;
    try {
      found = attributes(path.target());
    } catch (NoSuchFileException e) {
      if (createNew) {
        return creation(path);
      }
      if (options.contains(StandardOpenOption.CREATE)) {
        // A link may lead to nothing.
        return replacement(path);
      }
      throw e;
    }
    if (createNew) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (found.isDirectory()) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    return refused(path);
  }

  private static BasicFileAttributes attributes(Path target, LinkOption... options)
      throws IOException {
    return target
        .getFileSystem()
        .provider()
        .readAttributes(target, BasicFileAttributes.class, options);
  }
}
