package io.github.cordonfs.nio.mount;

import io.github.cordonfs.journal.MountDirectory;
import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Paths of a mount as paths of the directory behind it. Symbolic links are followed here, name by
 * name: none of them leads out. A link with an absolute target leads to that path of the
 * directory's own file system, if it lies in the directory.
 */
final class MountedNames implements MountedStore {

  /**
   * A name behind what is not there, or is no directory, and so has no {@code ..} either: the
   * system tells each operation what is wrong, and has no file of that length should there be a
   * directory by now.
   */
  private static final String NOWHERE = "-".repeat(256);

  /** Links on one path, as Linux has it. */
  private static final int MOST_LINKS = 40;

  /** The directory, without symbolic links on the way to it. */
  private final Path root;

  /** What Cordon keeps in it, and nobody sees. */
  private final List<Path> hidden;

  /**
   * Makes it.
   *
   * @param parts directories in it that may be mounted by themselves, too
   */
  MountedNames(Path root, List<Path> parts) {
    this.root = root;
    this.hidden =
        Stream.concat(Stream.of(root), parts.stream())
            .map(each -> each.resolve(MountDirectory.NAME))
            .distinct()
            .toList();
  }

  /** Returns whether a path is of what Cordon keeps for itself. */
  boolean isHidden(Path real) {
    // What is in a directory that was named with a dot has the dot in its path.
    Path plain = real.normalize();
    for (Path each : hidden) {
      if (plain.startsWith(each)) {
        return true;
      }
    }
    return false;
  }

  Path root() {
    return root;
  }

  /**
   * Returns where a path leads. Whether there is anything is found out by whoever uses it.
   *
   * @param followLast whether a symbolic link in the last name is followed
   * @throws FileSystemException naming the path if a link on it leads out of the mount, or in
   *     circles
   */
  Path resolve(CordonPath path, boolean followLast) throws IOException {
    Deque<String> names = new ArrayDeque<>();
    for (Path name : path.toAbsolutePath()) {
      names.add(name.toString());
    }
    Path at = root;
    int links = 0;
    // Names up to here come from links: they may not go up beyond the root.
    int ofLink = 0;
    while (!names.isEmpty()) {
      String name = names.remove();
      boolean fromLink = ofLink > 0;
      ofLink = Math.max(ofLink - 1, 0);
      if (name.isEmpty()) {
        continue;
      }
      if (name.equals(".") && names.isEmpty()) {
        // At the end it shows: a directory cannot be deleted by that name.
        return shown(at.resolve(name), path);
      }
      boolean isDotted = name.equals(".") || name.equals("..");
      if (isDotted && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return at.resolve(NOWHERE);
      }
      if (name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!at.equals(root)) {
          at = Objects.requireNonNull(at.getParent());
        } else if (fromLink && root.getNameCount() > 0) {
          // Only the root of all has nothing above it.
          throw leadsOut(path);
        }
        continue;
      }
      Path next = at.resolve(name);
      if ((names.isEmpty() && !followLast) || !Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      Path target = Files.readSymbolicLink(next);
      if (target.isAbsolute()) {
        if (!target.startsWith(root)) {
          throw leadsOut(path);
        }
        target = root.relativize(target);
        at = root;
      }
      for (int i = target.getNameCount() - 1; i >= 0; i--) {
        names.addFirst(target.getName(i).toString());
      }
      ofLink += target.getNameCount();
    }
    return shown(at, path);
  }

  private Path shown(Path real, CordonPath path) throws NoSuchFileException {
    if (isHidden(real)) {
      throw new NoSuchFileException(path.toString(), null, "the name is kept for Cordon");
    }
    return real;
  }

  @Override
  public String locate(CordonPath path, boolean followLast) throws IOException {
    return relative(resolve(path, followLast));
  }

  @Override
  public boolean delete(String where) throws IOException {
    return Files.deleteIfExists(root.resolve(where));
  }

  private static FileSystemException leadsOut(CordonPath path) {
    return new FileSystemException(
        path.toString(), null, "a symbolic link leads out of the mounted directory");
  }

  /** Returns the names of a path below the root, with {@code /} between them. */
  String relative(Path real) {
    StringBuilder text = new StringBuilder();
    for (Path name : root.relativize(real)) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }

  /** Returns what an exception about a path behind the mount is about the path in it. */
  static IOException named(IOException e, CordonPath path) {
    return e instanceof FileSystemException about ? renamed(about, path.toString(), null) : e;
  }

  /**
   * Returns what an exception about one or both of two paths is about the paths in the mount.
   *
   * @param one the first of the paths behind the mount, which leads there from {@code path}
   * @param other the second, which leads there from {@code otherPath}
   */
  static IOException named(
      IOException e, Path one, CordonPath path, Path other, CordonPath otherPath) {
    if (!(e instanceof FileSystemException about)) {
      return e;
    }
    boolean isOther = !one.equals(other) && other.toString().equals(about.getFile());
    CordonPath first = isOther ? otherPath : path;
    CordonPath second = isOther ? path : otherPath;
    return renamed(
        about, first.toString(), about.getOtherFile() == null ? null : second.toString());
  }

  /** What it is stays what it is: programs catch it by its class. */
  private static FileSystemException renamed(
      FileSystemException about, String name, @Nullable String other) {
    String reason = about.getReason();
    FileSystemException named =
        switch (about) {
          case NoSuchFileException _ -> new NoSuchFileException(name, other, reason);
          case FileAlreadyExistsException _ -> new FileAlreadyExistsException(name, other, reason);
          case AccessDeniedException _ -> new AccessDeniedException(name, other, reason);
          case AtomicMoveNotSupportedException _ ->
              new AtomicMoveNotSupportedException(name, other, reason);
          case DirectoryNotEmptyException _ -> new DirectoryNotEmptyException(name);
          case NotDirectoryException _ -> new NotDirectoryException(name);
          case NotLinkException _ -> new NotLinkException(name, other, reason);
          case FileSystemLoopException _ -> new FileSystemLoopException(name);
          default -> new FileSystemException(name, other, reason);
        };
    named.initCause(about);
    return named;
  }
}
