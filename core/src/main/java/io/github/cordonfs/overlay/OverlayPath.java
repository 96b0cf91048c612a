package io.github.cordonfs.overlay;

import io.github.cordonfs.nio.path.OverlaidPath;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A path of the default file system: one of the real file system, which has the names, and where it
 * leads. Paths of the real file system itself, which the JDK uses here and there, may be mixed in
 * everywhere but in {@link #equals}, which must be symmetric. Immutable.
 */
final class OverlayPath implements Path, OverlaidPath {

  /** What stands in the text of a path for bytes that are none. */
  private static final char NO_CHARACTER = '\uFFFD';

  private final OverlayFileSystem fileSystem;
  private final Path real;

  /** Found when first asked for; racy, but every thread finds an equal one. */
  private @Nullable Path route;

  OverlayPath(OverlayFileSystem fileSystem, Path real) {
    this.fileSystem = fileSystem;
    this.real = real;
  }

  /** Returns the path by the same names in the real file system. */
  Path real() {
    return real;
  }

  /**
   * Returns where it leads by its names: a path of the real file system, or of Cordon if it is
   * below a path of the overlay.
   */
  Path route() {
    Path found = route;
    if (found == null) {
      found = fileSystem.routes().route(real);
      route = found;
    }
    return found;
  }

  /**
   * Returns what to work with now: where it {@linkplain #route leads}, or Cordon's directory if it
   * {@linkplain #isMissingParent stands for one that the disk lacks}. Of what the disk has that is
   * the disk's, which has all names and attributes; see {@link #content}.
   */
  Path target() {
    if (fileSystem.routes().isBacked()) {
      return real;
    }
    return isMissingParent() ? fileSystem.routes().inCordon(real) : route();
  }

  /** Returns where to read its content now, and to change it. */
  Path content() {
    // Some names of the disk are no text, and the page cache has no others.
    return isShown() && !fileSystem.routes().isMaking() && isText() ? route() : target();
  }

  private boolean isText() {
    return toString().indexOf(NO_CHARACTER) < 0;
  }

  /** Tells whether it leads below a path of the overlay. */
  boolean isOverlaid() {
    return fileSystem.routes().isBacked() ? isShown() : !isReal(route());
  }

  /** Tells whether it leads to something that the disk has and the overlay shows. */
  boolean isShown() {
    return fileSystem.routes().isShown(real);
  }

  /**
   * Tells whether it leads to something that the disk has and that cannot be changed through us.
   */
  boolean isReadOnly() {
    return fileSystem.routes().isReadOnly(real);
  }

  /** Tells whether it is a directory above a path of the overlay that the disk, now, lacks. */
  boolean isMissingParent() {
    return !isOverlaid() && fileSystem.routes().isMissingParent(real);
  }

  /** Returns why a directory that the disk lacks cannot be changed. */
  FileSystemException readOnly() {
    return readOnly(this);
  }

  /** Returns why nothing can be done to something in this directory that the disk lacks. */
  FileSystemException readOnly(Path changed) {
    return new FileSystemException(
        changed.toString(),
        null,
        "Read-only file system: the disk has no directory "
            + toAbsolutePath().normalize()
            + ", which is there only as a parent of a path of -D"
            + OverlaySettings.PROPERTY
            + "; create it on the disk before the program starts, or by other means");
  }

  private boolean isReal(Path path) {
    return path.getFileSystem().equals(fileSystem.real());
  }

  @Override
  public Path inCordon() {
    return route();
  }

  private OverlayPath wrap(Path path) {
    return fileSystem.wrap(path);
  }

  private @Nullable OverlayPath wrapOrNull(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  @Override
  public OverlayFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return real.isAbsolute();
  }

  @Override
  public @Nullable OverlayPath getRoot() {
    return wrapOrNull(real.getRoot());
  }

  @Override
  public @Nullable OverlayPath getFileName() {
    return wrapOrNull(real.getFileName());
  }

  @Override
  public @Nullable OverlayPath getParent() {
    return wrapOrNull(real.getParent());
  }

  @Override
  public int getNameCount() {
    return real.getNameCount();
  }

  @Override
  public OverlayPath getName(int index) {
    return wrap(real.getName(index));
  }

  @Override
  public OverlayPath subpath(int beginIndex, int endIndex) {
    return wrap(real.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return fileSystem.owns(other) && real.startsWith(fileSystem.own(other).real);
  }

  @Override
  public boolean endsWith(Path other) {
    return fileSystem.owns(other) && real.endsWith(fileSystem.own(other).real);
  }

  @Override
  public OverlayPath normalize() {
    return wrap(real.normalize());
  }

  @Override
  public OverlayPath resolve(Path other) {
    return wrap(real.resolve(fileSystem.own(other).real));
  }

  @Override
  public OverlayPath resolve(String other) {
    return wrap(real.resolve(other));
  }

  /** Returns the path of an entry, by the name that either file system gives. */
  OverlayPath child(Path name) {
    // As it is, where possible: not every name of the real file system can be put as text.
    return isReal(name) ? wrap(real.resolve(name)) : resolve(name.toString());
  }

  @Override
  public OverlayPath relativize(Path other) {
    return wrap(real.relativize(fileSystem.own(other).real));
  }

  /** A URI of scheme {@code file}; that of a directory that is there ends with a slash. */
  @Override
  public URI toUri() {
    URI uri = real.toUri();
    Path target = target();
    if (isReal(target)) {
      return uri;
    }
    // The real file system said what it has under this name, if anything.
    String text = uri.toString();
    String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return URI.create(Files.isDirectory(target) ? plain + "/" : plain);
  }

  @Override
  public OverlayPath toAbsolutePath() {
    return real.isAbsolute() ? this : wrap(real.toAbsolutePath());
  }

  /**
   * As any path's. The result leads where this path leads.
   *
   * @throws FileSystemException if there is no such path: a symbolic link on the disk leads to a
   *     file that the overlay hides, or one in Cordon leads out of the paths of the overlay
   */
  @Override
  public OverlayPath toRealPath(LinkOption... options) throws IOException {
    Path found = target().toRealPath(options);
    boolean onDisk = isReal(found);
    OverlayPath named = onDisk ? wrap(found) : fileSystem.getPath(found.toString());
    if (onDisk == isReal(named.target())) {
      return named;
    }
    throw new FileSystemException(
        toString(),
        named.toString(),
        onDisk
            ? "a symbolic link leads to what the disk has there, which is hidden by -D"
                + OverlaySettings.PROPERTY
                + ": no real path leads to it"
            : "a symbolic link in Cordon leads out of the paths of -D"
                + OverlaySettings.PROPERTY
                + ": no real path leads to what Cordon has there");
  }

  /**
   * As any path's, unless what it leads to is in memory only.
   *
   * @throws UnsupportedOperationException if it leads into Cordon, and the disk does not have it
   */
  @Override
  public File toFile() {
    if (isOverlaid() && !isShown()) {
      throw new UnsupportedOperationException(
          this
              + " is in memory, under a path of -D"
              + OverlaySettings.PROPERTY
              + ", and java.io.File knows nothing of it: use java.nio.file.Files, or Files.copy it"
              + " elsewhere");
    }
    return new File(toString());
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    if (watcher instanceof OverlayWatchService own && own.isOf(fileSystem)) {
      return own.register(this, events, modifiers);
    }
    return target().register(watcher, events, modifiers);
  }

  @Override
  public Iterator<Path> iterator() {
    Iterator<Path> names = real.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public Path next() {
        return wrap(names.next());
      }
    };
  }

  @Override
  public int compareTo(Path other) {
    if (!fileSystem.owns(other)) {
      throw new ClassCastException("not a path of the default file system: " + other);
    }
    return real.compareTo(fileSystem.own(other).real);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OverlayPath that
        && that.fileSystem == fileSystem
        && that.real.equals(real);
  }

  @Override
  public int hashCode() {
    return real.hashCode();
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
