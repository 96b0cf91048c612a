package io.github.cordonfs.nio.path;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.vfs.inode.PathName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A file system behind the provider of scheme {@code cordon}: what its paths need to know of it,
 * and each operation of the provider as a method. The provider has only looked whether the paths
 * are Cordon's own and whether the file systems of two paths are one; what else is to be refused,
 * and in which order, is up to the file system.
 */
public abstract class ProviderFileSystem extends CordonFileSystem {

  private final String name;
  private final long device;

  /** Why {@link #close} is refused; null if it is not. */
  private volatile @Nullable String keptOpenAs;

  /**
   * Makes one.
   *
   * @param name that it has among the open ones
   * @param device a number that no other file system of this process has or had
   */
  protected ProviderFileSystem(String name, long device) {
    this.name = name;
    this.device = device;
  }

  @Override
  public final String name() {
    return name;
  }

  /** Returns what stands in the way of its operations; null if nothing does. */
  public @Nullable FileSystemHook seenBy() {
    return null;
  }

  /** Returns a number that no other file system of this process has or had. */
  public final long device() {
    return device;
  }

  /**
   * Lets {@link #close} refuse from now on, whoever gets hold of this file system by its name or by
   * one of its paths.
   *
   * @param role what it serves as, for the message
   */
  public final void keepOpen(String role) {
    keptOpenAs = role;
  }

  /**
   * As {@link #end}, unless others depend on it.
   *
   * @throws UnsupportedOperationException if it is {@linkplain #keepOpen kept open}
   */
  @Override
  public final void close() throws IOException {
    String role = keptOpenAs;
    if (role != null) {
      throw new UnsupportedOperationException(
          this + " cannot be closed: it is " + role + ", and stays open until the JVM ends");
    }
    end();
  }

  /** Closes it, whatever {@link #close} would say. */
  public abstract void end() throws IOException;

  /**
   * Checks that it is open.
   *
   * @throws ClosedFileSystemException if it is not
   */
  public abstract void checkOpen();

  /** Returns the absolute path in which relative ones start. */
  public abstract CordonPath workingDirectory();

  /**
   * Returns a relative path as seen from the working directory, wherever that may be moved; one
   * that starts in a directory of its own stays as it is.
   */
  public abstract PathName fromWorkingDirectory(PathName name);

  /** Tells whether a path leads to a directory now, which is not known of a closed file system. */
  public abstract boolean isDirectory(CordonPath path);

  /** As {@link Path#toRealPath}. */
  public abstract CordonPath realPath(CordonPath path, boolean followLinks) throws IOException;

  /** As {@link Path#register(WatchService, WatchEvent.Kind[], WatchEvent.Modifier...)}. */
  public abstract WatchKey register(
      CordonPath path,
      WatchService watcher,
      WatchEvent.Kind<?>[] events,
      WatchEvent.Modifier... modifiers)
      throws IOException;

  /** Opens a file to be read from its beginning. */
  public abstract InputStream newInputStream(CordonPath path, OpenMode mode) throws IOException;

  /** Opens a file to be written. */
  public abstract OutputStream newOutputStream(CordonPath path, OpenMode mode) throws IOException;

  /** Opens a file, or a directory if only for reading. */
  public abstract FileChannel newFileChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException;

  /** Opens a file, or a directory if only for reading, whatever interrupts come. */
  public abstract SeekableByteChannel newByteChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException;

  /**
   * Opens a file for operations in other threads.
   *
   * @param executor where they run; null for the default
   */
  public abstract AsynchronousFileChannel newAsynchronousFileChannel(
      CordonPath path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException;

  /** Opens a directory to list its entries. */
  public abstract DirectoryStream<Path> newDirectoryStream(
      CordonPath path, DirectoryStream.Filter<? super Path> filter) throws IOException;

  /** Makes a directory. */
  public abstract void createDirectory(CordonPath path, FileAttribute<?>... attributes)
      throws IOException;

  /** Makes a symbolic link; where its target starts now is no part of it. */
  public abstract void createSymbolicLink(
      CordonPath link, Path target, FileAttribute<?>... attributes) throws IOException;

  /** Gives an existing file, maybe of another file system, one more name in this one. */
  public abstract void createLink(CordonPath link, CordonPath existing) throws IOException;

  /** Returns where a symbolic link leads. */
  public abstract Path readSymbolicLink(CordonPath link) throws IOException;

  /** Deletes a name. */
  public abstract void delete(CordonPath path) throws IOException;

  /** Copies a file of this file system, within it or to another one. */
  public abstract void copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException;

  /** Moves a file of this file system, within it or to another one, but that not atomically. */
  public abstract void move(CordonPath source, CordonPath target, CopyMode mode) throws IOException;

  /** Tells whether two different paths of this file system lead to one file. */
  public abstract boolean isSameFile(CordonPath one, CordonPath other) throws IOException;

  /** Returns the file store that an existing file is in. */
  public abstract FileStore fileStore(CordonPath path) throws IOException;

  /** Checks that a file exists and may be used. */
  public abstract void checkAccess(CordonPath path, AccessMode... modes) throws IOException;

  /** Returns a view of the attributes of a path, or null if there is none of that type. */
  public abstract <V extends FileAttributeView> @Nullable V attributeView(
      CordonPath path, Class<V> type, boolean followLinks);

  /** Reads attributes of a type. */
  public abstract BasicFileAttributes readAttributes(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException;

  /** Reads attributes by name. */
  public abstract Map<String, Object> readAttributes(
      CordonPath path, String list, boolean followLinks) throws IOException;

  /** Sets an attribute by name. */
  public abstract void setAttribute(
      CordonPath path, String attribute, Object value, boolean followLinks) throws IOException;

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public CordonPath getPath(String first, String... more) {
    return CordonPath.parse(this, PathParser.join(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    return PathPattern.matcher(syntaxAndPattern);
  }

  @Override
  public String toString() {
    return CordonUris.SCHEME + "://" + name;
  }
}
