package io.github.cordonfs.vfs;

import io.github.cordonfs.cache.PageCache;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The names of one file system. Look-ups take no lock. A change of names locks the directories that
 * are to change ({@link PlaceLocks}), checks everything that can be refused, and only then changes
 * something: a change is done whole or not at all. Changes in different directories do not wait for
 * each other.
 */
public final class Namespace implements FileTree {

  private static final int ROOT_PERMISSIONS = 0755;

  private final PageCache cache;
  private final Usage usage;
  private final InodeDefaults defaults;
  private final NameTree tree;
  private final Links links;

  private final PlaceLocks locks;

  /** Whether all memory was given back. Guarded by this object's monitor. */
  private boolean freed;

  /**
   * Makes a namespace with an empty root directory.
   *
   * @param cache where the data goes; closed with the namespace
   * @param maxInodes limit, or {@link io.github.cordonfs.CordonOptions#AUTOMATIC}
   * @param defaults what new files begin with
   * @param access what permissions allow
   */
  public Namespace(PageCache cache, long maxInodes, InodeDefaults defaults, Access access) {
    this.cache = cache;
    this.usage = new Usage(maxInodes);
    this.defaults = defaults;
    usage.take();
    this.tree = new NameTree(new Directory(usage.nextNumber(), ROOT_PERMISSIONS, defaults), access);
    this.links = new Links(usage, tree);
    this.locks = new PlaceLocks(tree);
  }

  /** Returns what permissions allow. */
  public Access access() {
    return tree.access();
  }

  /** Tells whether it is still open. */
  @Override
  public boolean isOpen() {
    return !locks.isClosed();
  }

  /**
   * Returns what a path leads to, or null if its last name does not exist.
   *
   * @throws IOException if the way there does not exist
   */
  public @Nullable Inode lookUp(PathName path, boolean followLast) throws IOException {
    return PathWalk.find(tree, path, followLast);
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
    Place place = PathWalk.walkAny(tree, path, true);
    if (place.inode() == null) {
      throw new NoSuchFileException(path.text());
    }
    String parent = place.parent().path();
    String real =
        !place.isNamed()
            ? parent
            : parent.equals("/") ? parent + place.name() : parent + "/" + place.name();
    if (!PathName.fitsPath(real)) {
      throw FileErrors.nameTooLong(path.text());
    }
    return real;
  }

  /**
   * Opens an existing regular file: returns it with a reference for the caller, who must {@link
   * RegularFile#release} it.
   */
  @Override
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
   * Lists a directory.
   *
   * @throws NotDirectoryException if the path leads to something else
   */
  public Listing list(PathName path) throws IOException {
    long generation = tree.generation();
    if (!(find(path, true) instanceof Directory directory)) {
      throw new NotDirectoryException(path.text());
    }
    tree.access().check(directory, Access.READ, path);
    return Listing.of(path, directory, generation);
  }

  /**
   * Opens a regular file, which is made if the path leads nowhere; a dangling symbolic link that is
   * followed makes the file it points to.
   *
   * @return the file, with a reference for the caller
   */
  public OpenResult openOrCreate(PathName path, boolean followLast, InitialAttributes initial)
      throws IOException {
    Inode existing = lookUp(path, followLast);
    if (existing != null) {
      RegularFile file = regular(existing, path);
      if (file.retain()) {
        return opened(file, false);
      }
    }
    Place place = locks.lock(path, followLast);
    try {
      Inode inode = place.inode();
      if (inode == null) {
        return opened(create(place, path, initial), true);
      }
      RegularFile file = regular(inode, path);
      // It has a name, and the directory it is in is locked: it cannot be gone.
      file.retain();
      return opened(file, false);
    } finally {
      place.unlock();
    }
  }

  /** Hands on a reference, or gives it back. */
  private static OpenResult opened(RegularFile file, boolean made) {
    boolean done = false;
    try {
      OpenResult opened = new OpenResult(file, made);
      done = true;
      return opened;
    } finally {
      if (!done) {
        file.release();
      }
    }
  }

  /**
   * Makes a regular file; links are not followed.
   *
   * @return the file, with a reference for the caller
   * @throws FileAlreadyExistsException if the name is taken, which {@code .} always is
   */
  public RegularFile createNew(PathName path, InitialAttributes initial) throws IOException {
    if (path.isEmpty() || path.endsInDot()) {
      locks.checkOpen();
      throw new FileAlreadyExistsException(path.text());
    }
    Place place = locks.lock(path, false);
    try {
      return create(place, path, initial);
    } finally {
      place.unlock();
    }
  }

  /**
   * Makes a regular file without a name.
   *
   * @param path whom to blame if there is no inode left
   * @return the file, with a reference for the caller
   */
  public RegularFile createNameless(PathName path, InitialAttributes initial) throws IOException {
    RegularFile file = newFile(path, initial, null);
    boolean done = false;
    try {
      links.addNameless(file);
      // Added first, looked second; closing does it the other way round, so one of the two sees it.
      locks.checkOpen();
      done = true;
      return file;
    } finally {
      if (!done) {
        file.release();
      }
    }
  }

  /** Makes a directory. */
  public Directory createDirectory(PathName path, InitialAttributes initial, Replace replace)
      throws IOException {
    Directory made;
    RegularFile replaced;
    Place place = locks.lock(path, false);
    try {
      checkNew(place, path, replace);
      made = newDirectory(path, initial, place.parent());
      replaced = attachNew(made, place);
    } finally {
      place.unlock();
    }
    Links.release(replaced);
    return made;
  }

  /** Makes a symbolic link. */
  public SymbolicLink createSymbolicLink(PathName path, PathName target, Replace replace)
      throws IOException {
    if (target.text().isEmpty()) {
      throw new NoSuchFileException(path.text());
    }
    if (!target.fits()) {
      throw FileErrors.nameTooLong(path.text());
    }
    SymbolicLink made;
    RegularFile replaced;
    Place place = locks.lock(path, false);
    try {
      checkNew(place, path, replace);
      made = newSymbolicLink(path, target, place.parent());
      replaced = attachNew(made, place);
    } finally {
      place.unlock();
    }
    Links.release(replaced);
    return made;
  }

  /** Makes another name for a file; a symbolic link gets another name itself, as on Linux. */
  public void link(PathName path, PathName existing) throws IOException {
    TwoPlaces places = locks.lock(existing, path);
    try {
      Inode inode = places.first().inode();
      if (inode == null) {
        throw new NoSuchFileException(existing.text());
      }
      checkNew(places.second(), path, Replace.NEVER);
      if (inode instanceof Directory) {
        throw FileErrors.notPermitted(path.text(), existing.text());
      }
      links.attach(inode, places.second());
    } finally {
      locks.unlock(places);
    }
  }

  /**
   * Gives a file that the caller holds a reference to its first name.
   *
   * @param inherits whether it gets the group that the directory gives to what is made in it
   */
  public void nameNew(RegularFile file, PathName path, Replace replace, boolean inherits)
      throws IOException {
    RegularFile replaced;
    Place place = locks.lock(path, false);
    try {
      checkNew(place, path, replace);
      if (inherits) {
        file.inheritFrom(place.parent());
      }
      replaced = links.attach(file, place);
    } finally {
      place.unlock();
    }
    Links.release(replaced);
  }

  /** Removes a name; a directory must be empty. */
  public void delete(PathName path) throws IOException {
    var _ = delete(path, null);
  }

  /**
   * Removes a name if it leads to a certain inode, and does nothing otherwise.
   *
   * @return whether it did
   */
  @Override
  public boolean deleteIfNames(PathName path, Inode expected) throws IOException {
    return delete(path, expected);
  }

  private boolean delete(PathName path, @Nullable Inode expected) throws IOException {
    RegularFile unlinked;
    Place place = locks.lock(path, false);
    try {
      if (expected != null && place.inode() != expected) {
        return false;
      }
      checkDeletion(place, path);
      unlinked = links.remove(place);
    } finally {
      place.unlock();
    }
    Links.release(unlinked);
    return true;
  }

  /**
   * Checks what can be known beforehand of a deletion: for whoever has more to do before it.
   *
   * @throws IOException as {@link #delete} would throw it now
   */
  public void checkDeletable(PathName path) throws IOException {
    Place place = locks.lock(path, false);
    try {
      checkDeletion(place, path);
    } finally {
      place.unlock();
    }
  }

  private void checkDeletion(Place place, PathName path) throws IOException {
    Inode inode = place.inode();
    if (inode == null) {
      throw new NoSuchFileException(path.text());
    }
    if (!place.isNamed()) {
      throw RenameRules.refuseDeletion(place, path);
    }
    checkRemoval(place, inode, path);
    if (inode instanceof Directory directory && !directory.isEmpty()) {
      throw new DirectoryNotEmptyException(path.text());
    }
  }

  private void checkRemoval(Place place, Inode inode, PathName path) throws IOException {
    checkChange(place, path);
    tree.access().checkSticky(place.parent(), inode, path);
  }

  /**
   * Renames in one step: a look-up of the new name finds the old file or the new one, never
   * nothing, and the moved file has a name all the while. Two names of one file are left as they
   * are.
   */
  public void rename(PathName from, PathName to, Replace replace) throws IOException {
    RegularFile replaced;
    TwoPlaces places = locks.lock(from, to);
    try {
      Place source = places.first();
      Place target = places.second();
      Inode moved = RenameRules.check(source, from, target, to, replace);
      if (target.inode() == moved) {
        return;
      }
      checkRemoval(source, moved, from);
      checkChange(target, to);
      if (target.inode() != null) {
        checkRemoval(target, target.inode(), to);
      }
      if (places.movesDirectory()) {
        // Its way up changes.
        tree.access().check(moved, Access.WRITE, from);
      }
      replaced = links.move(source, target, moved);
    } finally {
      locks.unlock(places);
    }
    Links.release(replaced);
  }

  /**
   * Returns the regular files that have a name, each once. A snapshot, taken without stopping
   * changes.
   */
  @Override
  public Collection<RegularFile> regularFiles() {
    return tree.regularFiles();
  }

  /**
   * Closes the file system: changes of names are refused from now on, and the memory of every file
   * is freed, so that open handles learn of it. Without effect when closed before; if it was not
   * closed to the end, for want of heap, it goes on.
   */
  public synchronized void close() {
    if (freed) {
      return;
    }
    locks.close();
    tree.destroyFiles();
    // A file that lost its name stays in this list until its memory is free.
    links.destroyNameless();
    freed = true;
    cache.close();
  }

  /** As {@link #close}, when there are no files yet. Allocates nothing. */
  public synchronized void discard() {
    if (!freed) {
      locks.close();
      freed = true;
      cache.close();
    }
  }

  /** Returns how many inodes there are. */
  public long inodes() {
    return usage.inodes();
  }

  private static RegularFile regular(Inode inode, PathName path) throws IOException {
    // No switch: the first one would allocate, and the caller may have a reference.
    if (inode instanceof RegularFile file) {
      return file;
    }
    throw inode instanceof Directory
        ? FileErrors.isDirectory(path.text())
        : FileErrors.isLink(path.text());
  }

  private void checkNew(Place place, PathName path, Replace replace) throws IOException {
    RenameRules.checkNew(place, path, replace);
    checkChange(place, path);
    if (place.inode() != null) {
      tree.access().checkSticky(place.parent(), place.inode(), path);
    }
  }

  private void checkChange(Place place, PathName path) throws IOException {
    tree.access().check(place.parent(), Access.WRITE | Access.EXECUTE, path);
  }

  private RegularFile create(Place place, PathName path, InitialAttributes initial)
      throws IOException {
    checkNew(place, path, Replace.NEVER);
    RegularFile file = newFile(path, initial, place.parent());
    boolean done = false;
    try {
      var _ = links.attach(file, place);
      done = true;
      return file;
    } finally {
      if (!done) {
        file.release();
      }
    }
  }

  private RegularFile newFile(PathName path, InitialAttributes initial, @Nullable Directory parent)
      throws IOException {
    long number = takeInode(path);
    boolean done = false;
    try {
      RegularFile made = new RegularFile(number, initial.permissions(), defaults, cache, links);
      if (parent != null) {
        made.inheritFrom(parent);
      }
      initial.others().accept(made);
      done = true;
      return made;
    } finally {
      giveInodeUnless(done);
    }
  }

  private Directory newDirectory(PathName path, InitialAttributes initial, Directory parent)
      throws IOException {
    long number = takeInode(path);
    boolean done = false;
    try {
      Directory made = new Directory(number, initial.permissions(), defaults);
      made.inheritFrom(parent);
      initial.others().accept(made);
      done = true;
      return made;
    } finally {
      giveInodeUnless(done);
    }
  }

  private SymbolicLink newSymbolicLink(PathName path, PathName target, Directory parent)
      throws IOException {
    long number = takeInode(path);
    boolean done = false;
    try {
      SymbolicLink made = new SymbolicLink(number, defaults, target);
      made.inheritFrom(parent);
      done = true;
      return made;
    } finally {
      giveInodeUnless(done);
    }
  }

  /** Names an inode that counts already, and not any more if that fails. */
  private @Nullable RegularFile attachNew(Inode made, Place place) {
    boolean done = false;
    try {
      RegularFile replaced = links.attach(made, place);
      done = true;
      return replaced;
    } finally {
      giveInodeUnless(done);
    }
  }

  private void giveInodeUnless(boolean done) {
    if (!done) {
      usage.give();
    }
  }

  private long takeInode(PathName path) throws IOException {
    if (!usage.take()) {
      throw FileErrors.noSpace(path.text());
    }
    return usage.nextNumber();
  }
}
