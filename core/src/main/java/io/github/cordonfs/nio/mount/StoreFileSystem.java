package io.github.cordonfs.nio.mount;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store of whatever kind, mounted read-only: names are those of the store, data goes through the
 * cache. What the store lacks - lists of names, attributes - is lacking here.
 */
public final class StoreFileSystem extends BackedFileSystem {

  private final Backing backing;
  private final StoreNames names;
  private final Set<BackingCapability> capabilities;

  private StoreFileSystem(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      PageCache cache,
      Backing backing,
      StoreNames names,
      Runnable forget) {
    super(name, device, provider, options, cache, backing, names, MountedLosses.none(), forget);
    this.backing = backing;
    this.names = names;
    this.capabilities = Set.copyOf(backing.capabilities());
  }

  /**
   * Mounts a store.
   *
   * @param device a number that no other file system of this process has or had
   * @param provider that its paths name
   * @param backing closed with it, but not if this fails
   * @param forget called when it was closed
   * @throws IllegalArgumentException if the options say that it is to be written
   * @throws IOException if the operating system refuses the memory
   */
  public static StoreFileSystem open(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      Backing backing,
      Runnable forget)
      throws IOException {
    if (options.writable()) {
      throw new IllegalArgumentException("a store of one's own is mounted read-only: " + backing);
    }
    PageCache cache = PageCache.open(options);
    boolean done = false;
    try {
      StoreFileSystem made =
          new StoreFileSystem(
              name, device, provider, options, cache, backing, new StoreNames(), forget);
      made.start();
      done = true;
      return made;
    } finally {
      if (!done) {
        cache.close();
      }
    }
  }

  private String where(CordonPath path) {
    StackProbe.touch();
    checkOpen();
    return names.locate(path, true);
  }

  private static ReadOnlyFileSystemException readOnly() {
    return new ReadOnlyFileSystemException();
  }

  // --- names and attributes ---

  private BasicFileAttributes attributes(CordonPath path) throws IOException {
    String where = where(path);
    try {
      if (capabilities.contains(BackingCapability.ATTRIBUTES)) {
        return backing.attributes(where);
      }
      if (where.isEmpty()) {
        return new StoreAttributes(true, 0, null);
      }
      return regularOrListed(where);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  private BasicFileAttributes regularOrListed(String where) throws IOException {
    try {
      BackingVersion found = backing.version(where);
      return new StoreAttributes(false, found.length(), found.identity());
    } catch (FileSystemException e) {
      if (capabilities.contains(BackingCapability.LIST)) {
        try {
          var _ = backing.list(where);
          return new StoreAttributes(true, 0, null);
        } catch (FileSystemException notListed) {
          e.addSuppressed(notListed);
        }
      }
      throw e;
    }
  }

  @Override
  public boolean isDirectory(CordonPath path) {
    try {
      return isOpen() && attributes(path).isDirectory();
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public CordonPath realPath(CordonPath path, boolean followLinks) throws IOException {
    var _ = attributes(path);
    return getPath("/" + where(path));
  }

  @Override
  public BasicFileAttributes readAttributes(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException("no attributes but the basic ones: " + type);
    }
    return attributes(path);
  }

  @Override
  public Map<String, Object> readAttributes(CordonPath path, String list, boolean followLinks)
      throws IOException {
    return StoreAttributes.select(attributes(path), list);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V attributeView(
      CordonPath path, Class<V> type, boolean followLinks) {
    return type == BasicFileAttributeView.class
        ? type.cast(new StoreAttributes.View(() -> attributes(path)))
        : null;
  }

  @Override
  public void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    var _ = attributes(path);
    if (Set.of(modes).contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString(), null, "the file system is read-only");
    }
  }

  @Override
  public boolean isSameFile(CordonPath one, CordonPath other) throws IOException {
    Object key = attributes(one).fileKey();
    Object otherKey = attributes(other).fileKey();
    return where(one).equals(where(other)) || (key != null && key.equals(otherKey));
  }

  @Override
  public FileStore fileStore(CordonPath path) throws IOException {
    var _ = attributes(path);
    return new StoreFileStore(this, backing.toString());
  }

  @Override
  public Path readSymbolicLink(CordonPath link) throws IOException {
    var _ = attributes(link);
    throw new NotLinkException(link.toString());
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller gets it
  public DirectoryStream<Path> newDirectoryStream(
      CordonPath path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    String where = where(path);
    if (!capabilities.contains(BackingCapability.LIST)) {
      throw new UnsupportedOperationException("directories cannot be listed: " + backing);
    }
    List<Path> entries = new ArrayList<>();
    try {
      backing.list(where).forEach(name -> entries.add(path.resolve(name)));
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    return new MountedDirectoryStream(path, _ -> false, new ListedNames(entries), filter);
  }

  // --- opening ---

  @Override
  FileChannel channel(CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    String where = where(path);
    if (mode.write() || mode.deleteOnClose()) {
      throw readOnly();
    }
    if (where.isEmpty()) {
      throw new FileSystemException(path.toString(), null, "not a regular file");
    }
    return files().channel(path, tree().open(path, where), mode);
  }

  // --- changing ---

  @Override
  public void createDirectory(CordonPath path, FileAttribute<?>... attributes) {
    checkOpen();
    throw readOnly();
  }

  @Override
  public void createSymbolicLink(CordonPath link, Path target, FileAttribute<?>... attributes) {
    checkOpen();
    throw readOnly();
  }

  @Override
  public void createLink(CordonPath link, CordonPath existing) {
    checkOpen();
    throw readOnly();
  }

  @Override
  public void delete(CordonPath path) {
    checkOpen();
    throw readOnly();
  }

  @Override
  public void move(CordonPath source, CordonPath target, CopyMode mode) {
    checkOpen();
    throw readOnly();
  }

  @Override
  public void setAttribute(CordonPath path, String attribute, Object value, boolean followLinks) {
    checkOpen();
    throw readOnly();
  }

  // --- the file system itself ---

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("a store has no owners: " + backing);
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    return List.of(new StoreFileStore(this, backing.toString()));
  }
}
