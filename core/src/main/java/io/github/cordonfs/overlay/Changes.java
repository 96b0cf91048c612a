package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
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
 * and says why.
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
   * @throws FileSystemException if it is a directory that the disk lacks
   */
  Path changed(Path path) throws FileSystemException {
    OverlayPath own = fileSystem.own(path);
    if (own.isMissingParent()) {
      throw own.readOnly();
    }
    return own.target();
  }

  /**
   * Returns the target of a copy or move.
   *
   * @throws FileSystemException if it would replace a directory that the disk lacks
   */
  Path copied(Path path, CopyOption... options) throws FileSystemException {
    List<CopyOption> given = Arrays.asList(options);
    boolean replaces =
        given.contains(StandardCopyOption.REPLACE_EXISTING)
            || given.contains(StandardCopyOption.ATOMIC_MOVE);
    return replaces ? changed(path) : fileSystem.own(path).target();
  }

  /**
   * Makes a file.
   *
   * @throws FileSystemException as the creation does; one that says why, if there is no such file
   *     because the disk lacks the directory
   */
  <T> T created(Path path, Creation<T> creation) throws IOException {
    try {
      return creation.create();
    } catch (NoSuchFileException e) {
      OverlayPath file = fileSystem.own(path);
      OverlayPath parent = file.toAbsolutePath().normalize().getParent();
      String name = file.route().toString();
      // Otherwise it may be a source that is missing. Of a move both are named.
      boolean itself = name.equals(e.getFile()) || name.equals(e.getOtherFile());
      throw itself && parent != null && parent.isMissingParent() ? parent.readOnly(path) : e;
    }
  }

  /** As {@link #created} if the options say that the file is made, should it not exist. */
  <T> T opened(Path path, Collection<? extends OpenOption> options, Creation<T> opening)
      throws IOException {
    boolean creates =
        options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW);
    return creates ? created(path, opening) : opening.create();
  }
}
