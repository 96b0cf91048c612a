package io.github.cordonfs.vfs;

import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import io.github.cordonfs.vfs.walk.NameTree;
import io.github.cordonfs.vfs.walk.Place;
import io.github.cordonfs.vfs.walk.PlaceLocks;
import io.github.cordonfs.vfs.walk.TwoPlaces;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The names of one file system. Look-ups take no lock. A change of names locks the directories that
 * are to change ({@link PlaceLocks}), checks everything that can be refused, and only then changes
 * something: a change is done whole or not at all. Changes in different directories do not wait for
 * each other.
 */
public final class Namespace extends NameLookup implements FileTree {

  private final PageCache cache;
  private final Usage usage;
  private final Links links;
  private final NewInodes inodes;
  private final ChangeRules rules;
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
    this(cache, new Usage(maxInodes), defaults, access);
  }

  private Namespace(PageCache cache, Usage usage, InodeDefaults defaults, Access access) {
    super(new NameTree(NewInodes.root(usage, defaults), access));
    this.cache = cache;
    this.usage = usage;
    this.links = new Links(usage, tree());
    this.inodes = new NewInodes(usage, defaults, cache, links);
    this.rules = new ChangeRules(access);
    this.locks = new PlaceLocks(tree());
  }

  /** Tells whether it is still open. */
  @Override
  public boolean isOpen() {
    return !locks.isClosed();
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
    RegularFile file = inodes.newFile(path, initial, null);
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
      rules.checkNew(place, path, replace);
      made = inodes.newDirectory(path, initial, place.parent());
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
      rules.checkNew(place, path, replace);
      made = inodes.newSymbolicLink(path, target, place.parent());
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
      rules.checkNew(places.second(), path, Replace.NEVER);
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
      rules.checkNew(place, path, replace);
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
      rules.checkDeletion(place, path);
      unlinked = links.remove(place);
    } finally {
      place.unlock();
    }
    Links.release(unlinked);
    return true;
  }

  /**
   * Checks what can be known beforehand of a deletion: for callers that have more to do before it.
   *
   * @throws IOException as {@link #delete} would throw it now
   */
  public void checkDeletable(PathName path) throws IOException {
    Place place = locks.lock(path, false);
    try {
      rules.checkDeletion(place, path);
    } finally {
      place.unlock();
    }
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
      rules.checkRemoval(source, moved, from);
      rules.checkChange(target, to);
      if (target.inode() != null) {
        rules.checkRemoval(target, target.inode(), to);
      }
      if (places.movesDirectory()) {
        // Its way up changes.
        access().check(moved, Access.WRITE, from);
      }
      replaced = links.move(source, target, moved);
    } finally {
      locks.unlock(places);
    }
    Links.release(replaced);
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
    tree().destroyFiles();
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

  private RegularFile create(Place place, PathName path, InitialAttributes initial)
      throws IOException {
    rules.checkNew(place, path, Replace.NEVER);
    RegularFile file = inodes.newFile(path, initial, place.parent());
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

  /** Names an inode that counts already, and not any more if that fails. */
  private @Nullable RegularFile attachNew(Inode made, Place place) {
    boolean done = false;
    try {
      RegularFile replaced = links.attach(made, place);
      done = true;
      return replaced;
    } finally {
      inodes.giveUnless(done);
    }
  }
}
