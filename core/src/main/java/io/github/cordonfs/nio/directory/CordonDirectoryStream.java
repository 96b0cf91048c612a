package io.github.cordonfs.nio.directory;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.hook.PathOperation;
import io.github.cordonfs.nio.option.LinkOptions;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import io.github.cordonfs.nio.path.ViewedPath;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.vfs.Listing;
import io.github.cordonfs.vfs.Replace;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory: its entries, and operations on files relative to it, wherever it has been
 * moved meanwhile and whatever its path leads to now. The walk along a relative path begins in the
 * directory itself, as {@code openat(2)} does; {@code ..} and symbolic links in it are followed. An
 * absolute path is walked from the root.
 *
 * <p>The entries are weakly consistent, as {@link Directory#names}. The iterator is for one thread,
 * as most are; all else is for any.
 */
public final class CordonDirectoryStream implements SecureDirectoryStream<Path> {

  private final ProviderFileSystem fileSystem;
  private final PathLookup lookup;
  private final OpenResources resources;
  private final PathName path;
  private final Directory directory;
  private final Filter<? super Path> filter;
  private volatile boolean closed;

  /** Null once it was handed out. */
  private @Nullable Iterator<PathName> entries;

  private CordonDirectoryStream(
      ProviderFileSystem fileSystem,
      PathLookup lookup,
      OpenResources resources,
      PathName path,
      Directory directory,
      Iterator<PathName> entries,
      Filter<? super Path> filter) {
    this.fileSystem = fileSystem;
    this.lookup = lookup;
    this.resources = resources;
    this.path = path;
    this.directory = directory;
    this.entries = entries;
    this.filter = filter;
  }

  /** Opens a directory. */
  public static CordonDirectoryStream open(
      CordonPath path, PathLookup lookup, OpenResources resources, Filter<? super Path> filter)
      throws IOException {
    ProviderFileSystem fileSystem = path.getFileSystem();
    fileSystem.checkOpen();
    try {
      Listing listing = lookup.namespace().list(path.toPathName());
      return opened(
          new CordonDirectoryStream(
              fileSystem,
              lookup,
              resources,
              path.toPathName(),
              listing.directory(),
              listing.entries(),
              filter));
    } catch (FileSystemException e) {
      throw FileErrors.isNotDirectory(e) ? new NotDirectoryException(path.toString()) : e;
    }
  }

  private static CordonDirectoryStream opened(CordonDirectoryStream stream) throws IOException {
    StackProbe.touch();
    stream.resources.add(stream);
    return stream;
  }

  @Override
  public Iterator<Path> iterator() {
    Iterator<PathName> handedOut = entries;
    if (closed) {
      fileSystem.checkOpen();
    }
    if (closed || handedOut == null) {
      throw new IllegalStateException(closed ? "closed" : "there is only one iterator");
    }
    entries = null;
    return new Entries(handedOut);
  }

  /** Its entries have the path by which this directory was opened, wherever that leads by now. */
  @Override
  public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options)
      throws IOException {
    CordonPath from = from(path);
    FileSystemHook hook = hook();
    if (hook != null) {
      hook.before(PathOperation.LIST, lookup.located(from), null);
    }
    Directory found =
        switch (lookup.inode(from, LinkOptions.follow(options))) {
          case Directory each -> each;
          case SymbolicLink _ -> throw FileErrors.isLink(path.toString());
          default -> throw new NotDirectoryException(path.toString());
        };
    PathName shown = new CordonPath(fileSystem, this.path).resolve(path).toPathName();
    return opened(
        new CordonDirectoryStream(
            fileSystem,
            lookup,
            resources,
            shown,
            found,
            Listing.of(shown, found).entries(),
            _ -> true));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return fileSystem.newByteChannel(from(path), options, attrs);
  }

  @Override
  public void deleteFile(Path path) throws IOException {
    delete(path, false);
  }

  @Override
  public void deleteDirectory(Path path) throws IOException {
    delete(path, true);
  }

  private void delete(Path path, boolean asDirectory) throws IOException {
    StackProbe.touch();
    CordonPath from = from(path);
    FileSystemHook hook = hook();
    if (hook == null) {
      deleteNow(path, from, asDirectory);
    } else {
      hook.delete(lookup.located(from), () -> deleteNow(path, from, asDirectory));
    }
  }

  /** Returns what sees this; null if nothing does. */
  private @Nullable FileSystemHook hook() {
    FileSystemHook hook = fileSystem.seenBy();
    return hook == null || hook.isOff() ? null : hook;
  }

  private void deleteNow(Path path, CordonPath from, boolean asDirectory) throws IOException {
    Inode found;
    do {
      found = lookup.inode(from, false);
      if (found instanceof Directory != asDirectory) {
        throw asDirectory
            ? FileErrors.notDirectory(path.toString())
            : FileErrors.isDirectory(path.toString());
      }
      // If the name has another file by now, that one is looked at.
    } while (!lookup.namespace().deleteIfNames(from.toPathName(), found));
  }

  @Override
  public void move(Path source, SecureDirectoryStream<Path> targetDirectory, Path target)
      throws IOException {
    StackProbe.touch();
    CordonPath from = from(source);
    if (!(targetDirectory instanceof CordonDirectoryStream other)) {
      if (targetDirectory == null) {
        throw new NullPointerException("target directory");
      }
      throw new ProviderMismatchException("not a directory stream of Cordon");
    }
    CordonPath to = other.from(target);
    if (!fileSystem.equals(other.fileSystem)) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "they are in different file systems");
    }
    FileSystemHook hook = hook();
    if (hook == null) {
      moveNow(from, to);
    } else {
      hook.move(lookup.located(from), lookup.located(to), true, () -> moveNow(from, to));
    }
  }

  private void moveNow(CordonPath from, CordonPath to) throws IOException {
    lookup.namespace().rename(from.toPathName(), to.toPathName(), Replace.SAME_KIND);
  }

  /** The attributes of the open directory; the view says so when the stream is closed. */
  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
    Objects.requireNonNull(type, "type");
    return getFileAttributeView(fileSystem.getPath(""), type);
  }

  /** The view says so when the stream is closed. */
  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    PathName name = CordonPath.of(path, fileSystem).toNames().from(directory);
    StackProbe.touch();
    return fileSystem.attributeView(
        new ViewedPath(fileSystem, name, () -> closed), type, LinkOptions.follow(options));
  }

  /** Returns the path as one that is walked from the open directory. */
  private CordonPath from(Path path) {
    CordonPath own = CordonPath.of(path, fileSystem);
    if (closed) {
      fileSystem.checkOpen();
      throw new ClosedDirectoryStreamException();
    }
    return new CordonPath(fileSystem, own.toNames().from(directory));
  }

  @Override
  public void close() {
    StackProbe.touch();
    closed = true;
    resources.remove(this);
  }

  @Override
  public String toString() {
    return "directory stream of " + path;
  }

  /** The iterator: it looks one ahead, because hasNext must keep its word. */
  private final class Entries implements Iterator<Path> {

    private final Iterator<PathName> source;
    private @Nullable Path next;

    Entries(Iterator<PathName> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      while (next == null && !closed && source.hasNext()) {
        Path candidate = new CordonPath(fileSystem, source.next());
        if (accepts(candidate)) {
          next = candidate;
        }
      }
      return next != null;
    }

    @Override
    public Path next() {
      boolean more = hasNext();
      Path result = next;
      if (!more || result == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return result;
    }

    private boolean accepts(Path candidate) {
      try {
        return filter.accept(candidate);
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
    }
  }
}
