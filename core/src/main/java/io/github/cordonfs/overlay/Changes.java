package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Refuses what would change one of the {@linkplain MissingParents directories that the disk lacks},
 * or something that is {@linkplain ReadOnlyFiles only read}, and says why.
 */
final class Changes {

  /** Something that makes a file. */
  interface Creation<T> {
    T create() throws IOException;
  }

  private final OverlayFileSystem fileSystem;

  Changes(OverlayFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /**
   * Returns the target of an operation that changes or removes what is there.
   *
   * @param options whether a link is meant or what it leads to
   * @throws FileSystemException if it is a directory that the disk lacks, or only read
   */
  Path changed(Path path, LinkOption... options) throws IOException {
    OverlayPath own = fileSystem.own(path);
    if (own.isReadOnly()) {
      throw ReadOnlyFiles.change(own, options);
    }
    if (own.isMissingParent()) {
      throw own.readOnly();
    }
    return own.content();
  }

  /**
   * As {@link #changed}, of what is deleted or gets another name.
   *
   * @throws FileSystemException if it is the directory that is mounted to be written, or above it
   */
  Path removed(Path path) throws IOException {
    OverlayPath own = fileSystem.own(path);
    if (fileSystem.routes().holdsMount(own.real())) {
      throw new FileSystemException(
          path.toString(),
          null,
          "Device or resource busy: it is mounted, by -D" + OverlaySettings.PROPERTY);
    }
    return changed(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Returns the target of a copy or move.
   *
   * @throws FileSystemException if it would replace a directory that the disk lacks, or is only
   *     read
   */
  Path copied(Path path, CopyOption... options) throws IOException {
    List<CopyOption> given = Arrays.asList(options);
    boolean replaces =
        given.contains(StandardCopyOption.REPLACE_EXISTING)
            || given.contains(StandardCopyOption.ATOMIC_MOVE);
    OverlayPath own = fileSystem.own(path);
    if (own.isReadOnly()) {
      throw replaces ? ReadOnlyFiles.replacement(own) : ReadOnlyFiles.creation(own);
    }
    return replaces ? changed(path, LinkOption.NOFOLLOW_LINKS) : own.content();
  }

  /**
   * Makes a file.
   *
   * @throws FileSystemException as the creation does; one that says why, if there is no such file
   *     because the disk lacks the directory
   */
  <T> T created(Path path, Creation<T> creation) throws IOException {
    OverlayPath own = fileSystem.own(path);
    if (own.isReadOnly()) {
      throw ReadOnlyFiles.creation(own);
    }
    try {
      return creation.create();
    } catch (NoSuchFileException e) {
      OverlayPath parent = own.toAbsolutePath().normalize().getParent();
      String name = own.route().toString();
      // Otherwise it may be a source that is missing. Of a move both are named.
      boolean itself = name.equals(e.getFile()) || name.equals(e.getOtherFile());
      throw itself && parent != null && parent.isMissingParent() ? parent.readOnly(path) : e;
    }
  }

  /**
   * Returns what to open.
   *
   * @param writes whether it is opened to be written
   * @throws FileSystemException if that would change something that is only read
   */
  Path opened(Path path, Collection<? extends OpenOption> options, boolean writes)
      throws IOException {
    OverlayPath own = fileSystem.own(path);
    if (own.isReadOnly() && (writes || options.contains(StandardOpenOption.DELETE_ON_CLOSE))) {
      throw ReadOnlyFiles.opening(own, options);
    }
    return own.content();
  }

  /** As {@link #created} if the options say that the file is made, should it not exist. */
  <T> T opened(Path path, Collection<? extends OpenOption> options, Creation<T> opening)
      throws IOException {
    if (fileSystem.own(path).isReadOnly()) {
      return opening.create();
    }
    boolean creates =
        options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW);
    return creates ? created(path, opening) : opening.create();
  }
}
