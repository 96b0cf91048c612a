package io.github.cordonfs.vfs;

import io.github.cordonfs.cache.PageCache;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The names of one file system. Look-ups take no lock. Every change of names takes one lock for the
 * whole file system, looks up again under it, checks everything that can be refused, and only then
 * changes something: a change is done whole or not at all.
 */
public final class Namespace {

  private static final int ROOT_PERMISSIONS = 0755;

  private final ReentrantLock lock = new ReentrantLock();
  private final PageCache cache;
  private final Usage usage;
  private final Owners owners;
  private final Directory root;
  private final Links links;

  /** Written under the lock, so that what is made under the lock is found by {@link #close}. */
  private volatile boolean closed;

  /**
   * Makes a namespace with an empty root directory.
   *
   * @param cache where the data goes; closed with the namespace
   * @param maxInodes limit, or {@link io.github.cordonfs.CordonOptions#AUTOMATIC}
   * @param owners whom new files belong to
   */
  public Namespace(PageCache cache, long maxInodes, Owners owners) {
    this.cache = cache;
    this.usage = new Usage(maxInodes);
    this.owners = owners;
    this.links = new Links(usage);
    usage.take();
    this.root = new Directory(usage.nextNumber(), ROOT_PERMISSIONS, owners);
  }

  /** Tells whether it is still open. */
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Returns what a path leads to, or null if its last name does not exist.
   *
   * @throws IOException if the way there does not exist
   */
  public @Nullable Inode lookUp(PathName path, boolean followLast) throws IOException {
    return PathWalk.walk(root, path, followLast).inode();
  }

  /**
   * Returns what a path leads to.
   *
   * @throws NoSuchFileException if there is nothing
   */
  public Inode find(PathName path, boolean followLast) throws IOException {
    Inode inode = lookUp(path, followLast);
    if (inode == null) {
      throw new NoSuchFileException(path.text());
    }
    return inode;
  }

  /**
   * Returns the absolute path of what a path leads to, without links, {@code .} and {@code ..}.
   *
   * @throws NoSuchFileException if there is nothing
   */
  public String realPath(PathName path) throws IOException {
    Place place = PathWalk.walk(root, path, true);
    if (place.inode() == null) {
      throw new NoSuchFileException(path.text());
    }
    String parent = place.parent().path();
    if (!place.isNamed()) {
      return parent;
    }
    return parent.equals("/") ? parent + place.name() : parent + "/" + place.name();
  }

  /**
   * Opens an existing regular file: returns it with a reference for the caller, who must {@link
   * RegularFile#release} it.
   */
  public RegularFile open(PathName path, boolean followLast) throws IOException {
    return regular(openAny(path, followLast), path);
  }

  /**
   * Returns what a path leads to; a regular file with a reference for the caller, who must {@link
   * RegularFile#release} it.
   */
  public Inode openAny(PathName path, boolean followLast) throws IOException {
    Inode inode = find(path, followLast);
    while (inode instanceof RegularFile file && !file.retain()) {
      // Gone since it was found: its name is another file's by now, or nobody's.
      inode = find(path, followLast);
    }
    return inode;
  }

  /**
   * Opens a regular file, which is made if the path leads nowhere; a dangling symbolic link that is
   * followed makes the file it points to.
   *
   * @return the file, with a reference for the caller
   */
  public RegularFile openOrCreate(PathName path, boolean followLast, int permissions)
      throws IOException {
    Inode existing = lookUp(path, followLast);
    if (existing != null) {
      RegularFile file = regular(existing, path);
      if (file.retain()) {
        return file;
      }
    }
    lockOpen();
    try {
      Place place = PathWalk.walk(root, path, followLast);
      Inode inode = place.inode();
      if (inode == null) {
        return create(place, path, permissions);
      }
      RegularFile file = regular(inode, path);
      // It has a name, and names go under the lock: it cannot be gone.
      file.retain();
      return file;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a regular file; links are not followed.
   *
   * @return the file, with a reference for the caller
   * @throws FileAlreadyExistsException if the name is taken
   */
  public RegularFile createNew(PathName path, int permissions) throws IOException {
    lockOpen();
    try {
      return create(PathWalk.walk(root, path, false), path, permissions);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a regular file without a name.
   *
   * @param path whom to blame if there is no inode left
   * @return the file, with a reference for the caller
   */
  public RegularFile createNameless(PathName path, int permissions) throws IOException {
    lockOpen();
    try {
      long number = takeInode(path);
      RegularFile file = new RegularFile(number, permissions, owners, cache, links);
      links.addNameless(file);
      return file;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a directory. */
  public Directory createDirectory(PathName path, int permissions, Replace replace)
      throws IOException {
    lockOpen();
    try {
      Place place = placeForNew(path, replace);
      Directory made = new Directory(takeInode(path), permissions, owners);
      links.attach(made, place);
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a symbolic link. */
  public SymbolicLink createSymbolicLink(PathName path, PathName target, Replace replace)
      throws IOException {
    lockOpen();
    try {
      if (target.text().isEmpty()) {
        throw new NoSuchFileException(path.text());
      }
      Place place = placeForNew(path, replace);
      SymbolicLink made = new SymbolicLink(takeInode(path), owners, target);
      links.attach(made, place);
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** Makes another name for a file; a symbolic link gets another name itself, as on Linux. */
  public void link(PathName path, PathName existing) throws IOException {
    lockOpen();
    try {
      Inode inode = find(existing, false);
      Place place = placeForNew(path, Replace.NEVER);
      if (inode instanceof Directory) {
        throw FileErrors.notPermitted(path.text(), existing.text());
      }
      links.attach(inode, place);
    } finally {
      lock.unlock();
    }
  }

  /** Gives a file that the caller holds a reference to its first name. */
  public void nameNew(RegularFile file, PathName path, Replace replace) throws IOException {
    RegularFile replaced;
    lockOpen();
    try {
      replaced = links.attach(file, placeForNew(path, replace));
    } finally {
      lock.unlock();
    }
    Links.release(replaced);
  }

  /** Removes a name; a directory must be empty. */
  public void delete(PathName path) throws IOException {
    delete(path, null);
  }

  /** Removes a name if it leads to a certain inode, and does nothing otherwise. */
  public void deleteIfNames(PathName path, Inode expected) throws IOException {
    delete(path, expected);
  }

  private void delete(PathName path, @Nullable Inode expected) throws IOException {
    RegularFile unlinked;
    lockOpen();
    try {
      Place place = PathWalk.walk(root, path, false);
      Inode inode = place.inode();
      if (expected != null && inode != expected) {
        return;
      }
      if (inode == null) {
        throw new NoSuchFileException(path.text());
      }
      if (!place.isNamed()) {
        throw refuseDeletion(place, path);
      }
      if (inode instanceof Directory directory && !directory.isEmpty()) {
        throw new DirectoryNotEmptyException(path.text());
      }
      unlinked = links.remove(place);
    } finally {
      lock.unlock();
    }
    Links.release(unlinked);
  }

  private static IOException refuseDeletion(Place place, PathName path) {
    return switch (place.name()) {
      case "." -> FileErrors.invalid(path.text(), null);
      case ".." -> new DirectoryNotEmptyException(path.text());
      default -> FileErrors.busy(path.text(), null);
    };
  }

  /**
   * Renames in one step: a look-up of the new name finds the old file or the new one, never
   * nothing, and the moved file has a name all the while. Two names of one file are left as they
   * are.
   */
  public void rename(PathName from, PathName to, Replace replace) throws IOException {
    RegularFile replaced;
    lockOpen();
    try {
      Place source = PathWalk.walk(root, from, false);
      Place target = PathWalk.walk(root, to, false);
      Inode moved = RenameRules.check(source, from, target, to, replace);
      if (target.inode() == moved) {
        return;
      }
      replaced = links.move(source, target, moved);
    } finally {
      lock.unlock();
    }
    Links.release(replaced);
  }

  /**
   * Returns the regular files that have a name, each once. A snapshot, taken without stopping
   * changes.
   */
  public Collection<RegularFile> regularFiles() {
    Set<RegularFile> files = new HashSet<>();
    Deque<Directory> pending = new ArrayDeque<>();
    pending.add(root);
    for (Directory dir = pending.poll(); dir != null; dir = pending.poll()) {
      for (DirectoryEntry entry : dir.children()) {
        switch (entry.inode) {
          case Directory child -> pending.add(child);
          case RegularFile file -> files.add(file);
          case SymbolicLink _ -> {}
        }
      }
    }
    return files;
  }

  /**
   * Closes the file system: changes of names are refused from now on, and the memory of every file
   * is freed, so that open handles learn of it. Without effect when closed before.
   */
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      // Nothing can be made any more, and a file that loses its name stays in the other list until
      // its memory is free: together they are all there are.
      regularFiles().forEach(file -> file.space().destroy());
      links.destroyNameless();
      cache.close();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many inodes there are. */
  public long inodes() {
    return usage.inodes();
  }

  private void lockOpen() {
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new ClosedFileSystemException();
    }
  }

  private static RegularFile regular(Inode inode, PathName path) throws IOException {
    return switch (inode) {
      case RegularFile file -> file;
      case Directory _ -> throw FileErrors.isDirectory(path.text());
      case SymbolicLink _ -> throw FileErrors.isLink(path.text());
    };
  }

  private RegularFile create(Place place, PathName path, int permissions) throws IOException {
    RenameRules.checkNew(place, path, Replace.NEVER);
    RegularFile file = new RegularFile(takeInode(path), permissions, owners, cache, links);
    links.attach(file, place);
    return file;
  }

  private Place placeForNew(PathName path, Replace replace) throws IOException {
    Place place = PathWalk.walk(root, path, false);
    RenameRules.checkNew(place, path, replace);
    return place;
  }

  private long takeInode(PathName path) throws IOException {
    if (!usage.take()) {
      throw FileErrors.noSpace(path.text());
    }
    return usage.nextNumber();
  }
}
