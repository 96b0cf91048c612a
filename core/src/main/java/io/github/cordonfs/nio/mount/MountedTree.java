package io.github.cordonfs.nio.mount;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.cache.backed.WritableSpace;
import io.github.cordonfs.journal.JournaledFile;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import io.github.cordonfs.vfs.FileTree;
import io.github.cordonfs.vfs.attribute.FileClock;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a mount that are open or have pages in the cache: one for each file of the
 * store, by whatever name it is found. Thread-safe.
 */
final class MountedTree implements FileTree {

  /** Descriptors that a mount keeps open. */
  private static final int MOST_HANDLES = 256;

  /** Files from which on it is looked which of them are of no use any more. */
  private static final int FIRST_SWEEP = 1024;

  private final BackedFiles cache;
  private final Backing backing;
  private final MountedStore names;
  private final MountedLosses losses;
  private final boolean writable;
  private final OpenHandles handles = new OpenHandles(MOST_HANDLES);
  private final InodeDefaults defaults =
      new InodeDefaults(new Owners("", ""), AtimePolicy.NOATIME, new FileClock(null));
  private final AtomicLong numbers = new AtomicLong();

  /** By the identity of the file in its store. */
  private final ConcurrentHashMap<Object, MountedFile> files = new ConcurrentHashMap<>();

  private volatile int sweepAt = FIRST_SWEEP;
  private volatile boolean closed;

  /** Whose paths these are; set before anybody has it. */
  private volatile @Nullable ProviderFileSystem fileSystem;

  MountedTree(
      BackedFiles cache,
      Backing backing,
      MountedStore names,
      MountedLosses losses,
      boolean writable) {
    this.cache = cache;
    this.backing = backing;
    this.names = names;
    this.losses = losses;
    this.writable = writable;
  }

  void bind(ProviderFileSystem made) {
    fileSystem = made;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public RegularFile open(PathName path, boolean followLast) throws IOException {
    ProviderFileSystem bound = fileSystem;
    if (bound == null) {
      throw new ClosedFileSystemException();
    }
    CordonPath asked = new CordonPath(bound, path);
    return open(asked, names.locate(asked, followLast));
  }

  /**
   * Opens a regular file of the store; returns it with a reference for the caller.
   *
   * @param where the path leads to in the store
   */
  StoredFile open(CordonPath asked, String where) throws IOException {
    String name = asked.toAbsolutePath().normalize().toString();
    while (true) {
      if (closed) {
        throw new ClosedFileSystemException();
      }
      BackingVersion found;
      try {
        found = backing.version(where);
      } catch (IOException e) {
        throw MountedNames.named(e, asked);
      }
      MountedFile mounted = files.get(found.identity());
      if (mounted == null) {
        mounted = add(asked, where, found);
      }
      StoredFile file = mounted.file();
      if (file.retain()) {
        boolean done = false;
        try {
          done = mounted.found(where, name, found);
        } catch (IOException e) {
          throw MountedNames.named(e, asked);
        } finally {
          if (!done) {
            file.release();
          }
        }
        if (done && closed) {
          file.release();
          throw new ClosedFileSystemException();
        }
        if (done) {
          return file;
        }
      } else {
        files.remove(found.identity(), mounted);
      }
    }
  }

  /** Opens a regular file for writing; returns it with a reference for the caller. */
  StoredFile openForWriting(CordonPath asked, String where) throws IOException {
    StoredFile file = open(asked, where);
    boolean done = false;
    try {
      mounted(file).beginWriting();
      done = true;
      return file;
    } catch (IOException e) {
      throw MountedNames.named(e, asked);
    } finally {
      if (!done) {
        file.release();
      }
    }
  }

  static MountedFile mounted(StoredFile file) {
    return (MountedFile) file.stored();
  }

  /** Has the store get what was written to a file, if it is open or in the cache. */
  void flush(String where) throws IOException {
    MountedFile file = knownAt(where);
    if (file != null) {
      file.flush();
    }
  }

  /** Notes that a file or a directory has another name. */
  void moved(String from, String to) {
    files.values().forEach(file -> file.moved(from, to));
    losses.moved(from, to);
  }

  interface Removal {
    void remove() throws IOException;
  }

  /**
   * Removes a name, or has another file get it; what was lost of a file goes with its last.
   *
   * @param where the name
   */
  void removing(String where, Removal removal) throws IOException {
    MountedFile file = losses.isLastName(where) ? knownAt(where) : null;
    JournaledFile known = losses.ofLastName(where);
    removal.remove();
    if (file != null && files.remove(file.identity(), file)) {
      // Whoever has it open has it to the end.
      file.gone();
      handles.close(file);
      file.file().release();
    }
    losses.gone(known, where);
  }

  /** Returns the file of a name if it is open or in the cache. */
  private @Nullable MountedFile knownAt(String where) {
    try {
      return files.get(backing.version(where).identity());
    } catch (IOException e) {
      return null; // no regular file
    }
  }

  /** Opens files of which something was lost before, so that they are known to be bad. */
  void openLost() {
    ProviderFileSystem bound = Objects.requireNonNull(fileSystem);
    for (String path : losses.paths()) {
      try {
        open(bound.getPath("/" + path).toPathName(), false).release();
      } catch (IOException e) {
        // It has another name, or none: whoever opens it finds it.
        System.getLogger("io.github.cordonfs")
            .log(System.Logger.Level.DEBUG, "data was lost in a file that is not at " + path, e);
      }
    }
  }

  /**
   * Has the store get everything.
   *
   * @throws IOException naming a file that could not be written, or of which something was lost;
   *     others are suppressed
   */
  void flushAll() throws IOException {
    IOException first = null;
    for (MountedFile file : files.values()) {
      IOException failed = null;
      try {
        file.settle();
        failed = file.space() instanceof WritableSpace written ? written.lost() : null;
      } catch (IOException e) {
        failed = e;
      }
      if (failed != null && first != null) {
        first.addSuppressed(failed);
      } else if (failed != null) {
        first = failed;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private MountedFile add(CordonPath asked, String where, BackingVersion found) throws IOException {
    if (files.size() >= sweepAt) {
      sweep();
    }
    // That it can be opened is found out now, and not with the first read.
    boolean bySystemCall;
    try (BackingFile opened = backing.open(where)) {
      bySystemCall = opened.readsBySystemCall();
    } catch (IOException e) {
      throw MountedNames.named(e, asked);
    }
    JournaledFile known = losses.find(where);
    MountedFile made =
        new MountedFile(
            backing, handles, losses, known, where, found, bySystemCall, cache.isDirect());
    made.setFile(
        new StoredFile(
            numbers.incrementAndGet(),
            defaults,
            made,
            data ->
                writable
                    ? cache.newWritableSpace(data, made, found.length())
                    : cache.newSpace(data, made, found.length()),
            file -> {
              file.space().destroy();
              made.endWriting();
            }));
    MountedFile other = files.putIfAbsent(found.identity(), made);
    return other == null ? made : other;
  }

  /** Forgets files that nobody has open and of which nothing is in the cache. */
  private synchronized void sweep() {
    for (var entry : files.entrySet()) {
      MountedFile each = entry.getValue();
      if (each.space().allocatedBytes() == 0 && each.file().releaseIfLast()) {
        files.remove(entry.getKey(), each);
        handles.close(each);
        each.space().destroy();
        each.endWriting();
      }
    }
    sweepAt = Math.max(FIRST_SWEEP, 2 * files.size());
  }

  /** Those that are open or in the cache: others cannot have a bad page. */
  @Override
  public Collection<RegularFile> regularFiles() {
    List<RegularFile> all = new ArrayList<>();
    files.values().forEach(each -> all.add(each.file()));
    return all;
  }

  @Override
  public boolean deleteIfNames(PathName path, Inode expected) throws IOException {
    ProviderFileSystem bound = fileSystem;
    if (!writable || bound == null) {
      throw new ReadOnlyFileSystemException();
    }
    String where = names.locate(new CordonPath(bound, path), false);
    MountedFile file = knownAt(where);
    if (file == null || !file.file().equals(expected)) {
      return false;
    }
    removing(where, () -> names.delete(where));
    return true;
  }

  /** Files that are open or in the cache. */
  int count() {
    return files.size();
  }

  /** Frees all memory, so that open handles learn of it. Idempotent. */
  void close() throws IOException {
    closed = true;
    files.values().forEach(each -> each.space().destroy());
    files.values().forEach(MountedFile::endWriting);
    handles.closeAll();
    backing.close();
  }
}
