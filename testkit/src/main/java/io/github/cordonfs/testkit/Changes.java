package io.github.cordonfs.testkit;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.cordonfs.hook.Change;
import io.github.cordonfs.hook.Opening;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;

/**
 * Changes of names: done in the file system below, and told to the observer as the system calls
 * that the JDK's default provider makes of them on Linux. All paths are of the file system below.
 */
final class Changes {

  private final FaultState state;

  Changes(FaultState state) {
    this.state = state;
  }

  /** Opens a file or directory. */
  FaultChannel open(Path path, Set<? extends OpenOption> options, Opening opening)
      throws IOException {
    return state.isOrdered()
        ? state.inOrder(() -> openObserved(path, options, opening))
        : new FaultChannel(state, path, opening.open(), options, null, null);
  }

  private FaultChannel openObserved(Path below, Set<? extends OpenOption> options, Opening opening)
      throws IOException {
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean writes = append || options.contains(StandardOpenOption.WRITE);
    boolean existed = writes && Files.exists(below);
    boolean empties = writes && !append && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
    if (empties && existed && reverts()) {
      Object emptied = key(Files.readAttributes(below, BasicFileAttributes.class), below);
      state.unforced().changing(emptied, below, 0, Files.size(below));
    }
    FileChannel channel = opening.open();
    BasicFileAttributes attributes;
    Path real;
    try {
      attributes = Files.readAttributes(below, BasicFileAttributes.class);
      real = below.toRealPath();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    Object key = key(attributes, below);
    OperationObserver observer = state.observer();
    if (observer != null && writes) {
      if (!existed) {
        observer.fileCreated(real, key);
      } else if (empties) {
        observer.truncated(key, 0);
      }
    }
    Path directory = attributes.isDirectory() ? real : null;
    return new FaultChannel(state, below, channel, options, key, directory);
  }

  private boolean reverts() {
    return state.faults().failedForce() == FailedForce.CONTENT_REVERTS;
  }

  void createDirectory(Path path, Change change) throws IOException {
    change(change, observer -> observer.directoryCreated(real(path)));
  }

  void createSymbolicLink(Path link, Path target, Change change) throws IOException {
    change(
        change,
        observer -> observer.symbolicLinkCreated(real(link), keyOfName(link), target.toString()));
  }

  void createLink(Path link, Change change) throws IOException {
    change(change, observer -> observer.linked(real(link), keyOfName(link)));
  }

  void delete(Path path, Change change) throws IOException {
    if (state.observer() == null) {
      change.make();
      return;
    }
    state.inOrder(() -> {
      Path real = real(path);
      change.make();
      OperationObserver observer = state.observer();
      if (observer != null) {
        observer.deleted(real);
      }
      return null;
    });
  }

  /**
   * Moves. Without ATOMIC_MOVE the JDK's provider removes the target first and then renames, two
   * system calls, between which there is no target.
   */
  void move(Path source, Path target, boolean inOneStep, Change change) throws IOException {
    if (state.observer() == null) {
      change.make();
      return;
    }
    state.inOrder(() -> {
      Path from = real(source);
      boolean replaces = Files.exists(target, NOFOLLOW_LINKS);
      boolean same = replaces && isSame(source, target, NOFOLLOW_LINKS);
      change.make();
      OperationObserver observer = state.observer();
      if (observer != null && !same) {
        Path to = real(target);
        if (replaces && !inOneStep) {
          observer.deleted(to);
        }
        observer.moved(from, to);
      }
      return null;
    });
  }

  void copy(Path source, Path target, boolean followed, Change change) throws IOException {
    if (state.observer() == null) {
      change.make();
      return;
    }
    state.inOrder(() -> {
      LinkOption[] links = followed ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
      if (Files.exists(target, NOFOLLOW_LINKS) && isSame(source, target, links)) {
        change.make();
      } else {
        copyObserved(target, change);
      }
      return null;
    });
  }

  /** Copies a file from elsewhere. */
  void copyHere(Path target, Change change) throws IOException {
    if (state.observer() == null) {
      change.make();
      return;
    }
    state.inOrder(() -> {
      copyObserved(target, change);
      return null;
    });
  }

  private void copyObserved(Path target, Change change) throws IOException {
    boolean replaces = Files.exists(target, NOFOLLOW_LINKS);
    change.make();
    OperationObserver observer = state.observer();
    if (observer != null) {
      Path to = real(target);
      if (replaces) {
        observer.deleted(to);
      }
      copied(observer, to);
    }
  }

  /** Whether nothing is to be done: the target itself, and not what it leads to, is the source. */
  private static boolean isSame(Path source, Path target, LinkOption... links) throws IOException {
    return key(Files.readAttributes(source, BasicFileAttributes.class, links), source)
        .equals(keyOfName(target));
  }

  /** Returns the key of what a name leads to, be it a symbolic link. */
  private static Object keyOfName(Path path) throws IOException {
    return key(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS), path);
  }

  private static void copied(OperationObserver observer, Path to) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(to, BasicFileAttributes.class, NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      observer.directoryCreated(to);
    } else if (attributes.isSymbolicLink()) {
      observer.symbolicLinkCreated(to, key(attributes, to), Files.readSymbolicLink(to).toString());
    } else {
      Object key = key(attributes, to);
      observer.fileCreated(to, key);
      byte[] content = Files.readAllBytes(to);
      if (content.length > 0) {
        observer.written(key, 0, content);
      }
    }
  }

  private void change(Change change, Told told) throws IOException {
    if (state.observer() == null) {
      change.make();
      return;
    }
    state.inOrder(() -> {
      change.make();
      OperationObserver observer = state.observer();
      if (observer != null) {
        told.to(observer);
      }
      return null;
    });
  }

  /** Returns where a name is, with the symbolic links on the way to it resolved. */
  static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    return parent == null || name == null
        ? absolute
        : parent.toRealPath(new LinkOption[0]).resolve(name);
  }

  private static Object key(BasicFileAttributes attributes, Path path) throws IOException {
    return Objects.requireNonNullElse(attributes.fileKey(), path.toRealPath(NOFOLLOW_LINKS));
  }

  /** What the observer is told of it. */
  private interface Told {
    void to(OperationObserver observer) throws IOException;
  }
}
