package io.github.cordonfs.testkit;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/**
 * Changes of names: done in the file system below, and told to the observer as the system calls
 * that the JDK's default provider makes of them on Linux. All paths are of the file system below.
 */
final class Changes {

  private final FaultFileSystem fileSystem;

  Changes(FaultFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  FaultChannel open(FaultPath path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
      throws IOException {
    if (!fileSystem.isOrdered()) {
      FileChannel channel =
          fileSystem.below().provider().newFileChannel(path.below(), options, attrs);
      return new FaultChannel(path, channel, options, null, null);
    }
    return fileSystem.inOrder(() -> openObserved(path, options, attrs));
  }

  private FaultChannel openObserved(
      FaultPath path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
      throws IOException {
    Path below = path.below();
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean writes = append || options.contains(StandardOpenOption.WRITE);
    boolean existed = writes && Files.exists(below);
    boolean empties = writes && !append && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
    if (empties && existed && reverts()) {
      Object emptied = key(Files.readAttributes(below, BasicFileAttributes.class), below);
      fileSystem.unforced().changing(emptied, below, 0, Files.size(below));
    }
    FileChannel channel = fileSystem.below().provider().newFileChannel(below, options, attrs);
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
    OperationObserver observer = fileSystem.observer();
    if (observer != null && writes) {
      if (!existed) {
        observer.fileCreated(real, key);
      } else if (empties) {
        observer.truncated(key, 0);
      }
    }
    return new FaultChannel(path, channel, options, key, attributes.isDirectory() ? real : null);
  }

  private boolean reverts() {
    return fileSystem.faults().failedForce() == FailedForce.CONTENT_REVERTS;
  }

  void createDirectory(Path path, FileAttribute<?>... attrs) throws IOException {
    change(
        () -> fileSystem.below().provider().createDirectory(path, attrs),
        observer -> observer.directoryCreated(real(path)));
  }

  void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs) throws IOException {
    change(
        () -> fileSystem.below().provider().createSymbolicLink(link, target, attrs),
        observer -> observer.symbolicLinkCreated(real(link), keyOfName(link), target.toString()));
  }

  void createLink(Path link, Path existing) throws IOException {
    change(
        () -> fileSystem.below().provider().createLink(link, existing),
        observer -> observer.linked(real(link), keyOfName(link)));
  }

  void delete(Path path) throws IOException {
    if (fileSystem.observer() == null) {
      fileSystem.below().provider().delete(path);
      return;
    }
    fileSystem.inOrder(() -> {
      Path real = real(path);
      fileSystem.below().provider().delete(path);
      OperationObserver observer = fileSystem.observer();
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
  void move(Path source, Path target, CopyOption... options) throws IOException {
    if (fileSystem.observer() == null) {
      fileSystem.below().provider().move(source, target, options);
      return;
    }
    fileSystem.inOrder(() -> {
      Path from = real(source);
      boolean replaces = Files.exists(target, NOFOLLOW_LINKS);
      boolean same = replaces && isSame(source, target, NOFOLLOW_LINKS);
      fileSystem.below().provider().move(source, target, options);
      OperationObserver observer = fileSystem.observer();
      if (observer != null && !same) {
        Path to = real(target);
        if (replaces && !Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
          observer.deleted(to);
        }
        observer.moved(from, to);
      }
      return null;
    });
  }

  void copy(Path source, Path target, CopyOption... options) throws IOException {
    if (fileSystem.observer() == null) {
      fileSystem.below().provider().copy(source, target, options);
      return;
    }
    fileSystem.inOrder(() -> {
      boolean replaces = Files.exists(target, NOFOLLOW_LINKS);
      boolean followed = !Arrays.asList(options).contains(NOFOLLOW_LINKS);
      LinkOption[] links = followed ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
      if (replaces && isSame(source, target, links)) {
        fileSystem.below().provider().copy(source, target, options);
        return null;
      }
      fileSystem.below().provider().copy(source, target, options);
      OperationObserver observer = fileSystem.observer();
      if (observer != null) {
        Path to = real(target);
        if (replaces) {
          observer.deleted(to);
        }
        copied(observer, to);
      }
      return null;
    });
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
    if (fileSystem.observer() == null) {
      change.make();
      return;
    }
    fileSystem.inOrder(() -> {
      change.make();
      OperationObserver observer = fileSystem.observer();
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

  /** A change below. */
  private interface Change {
    void make() throws IOException;
  }

  /** What the observer is told of it. */
  private interface Told {
    void to(OperationObserver observer) throws IOException;
  }
}
