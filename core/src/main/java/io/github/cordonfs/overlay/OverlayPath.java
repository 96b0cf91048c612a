package io.github.cordonfs.overlay;

import io.github.cordonfs.nio.path.OverlaidPath;
import java.io.File;
import java.io.IOException;
import java.net.URI;
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

  private final OverlayFileSystem fileSystem;
  private final Path real;

  /** Found when first asked for; racy, but every thread finds an equal one. */
  private @Nullable Path target;

  OverlayPath(OverlayFileSystem fileSystem, Path real) {
    this.fileSystem = fileSystem;
    this.real = real;
  }

  /** Returns the path by the same names in the real file system. */
  Path real() {
    return real;
  }

  /** Returns where it leads: a path of the real file system or of Cordon. */
  Path target() {
    Path found = target;
    if (found == null) {
      found = fileSystem.routes().route(real);
      target = found;
    }
    return found;
  }

  boolean isOverlaid() {
    return !isReal(target());
  }

  private boolean isReal(Path path) {
    return path.getFileSystem().equals(fileSystem.real());
  }

  @Override
  public Path inCordon() {
    return target();
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
    if (!isOverlaid()) {
      return uri;
    }
    // The real file system said what it has under this name, if anything.
    String text = uri.toString();
    String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return URI.create(Files.isDirectory(target()) ? plain + "/" : plain);
  }

  @Override
  public OverlayPath toAbsolutePath() {
    return real.isAbsolute() ? this : wrap(real.toAbsolutePath());
  }

  @Override
  public OverlayPath toRealPath(LinkOption... options) throws IOException {
    Path found = target().toRealPath(options);
    return isReal(found) ? wrap(found) : fileSystem.getPath(found.toString());
  }

  /**
   * As any path's, unless it leads into Cordon.
   *
   * @throws UnsupportedOperationException if it leads into Cordon
   */
  @Override
  public File toFile() {
    if (isOverlaid()) {
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
