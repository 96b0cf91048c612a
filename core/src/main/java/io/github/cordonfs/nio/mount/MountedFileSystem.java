package io.github.cordonfs.nio.mount;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.UnfollowedPath;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
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
 * A directory of another file system, mounted. Names and attributes are those of the directory, and
 * change there at once; data is in the cache. Without the option {@code writable}, whatever would
 * change something is a {@link ReadOnlyFileSystemException}.
 */
public final class MountedFileSystem extends BackedFileSystem {

  private final MountedNames names;
  private final MountedLosses losses;
  private final List<MountedPart> parts;

  private MountedFileSystem(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      PageCache cache,
      MountedLosses losses,
      MountedNames names,
      List<MountedPart> parts,
      Runnable forget) {
    super(name, device, provider, options, cache, Backing.of(names.root()), names, losses, forget);
    this.names = names;
    this.losses = losses;
    this.parts = parts;
  }

  /**
   * Mounts a directory.
   *
   * @param device a number that no other file system of this process has or had
   * @param provider that its paths name
   * @param directory of whatever provider
   * @param parts paths in the directory that are used, or the directory itself
   * @param forget called when it was closed
   * @throws IOException if it is no directory, or the operating system refuses the memory
   */
  public static MountedFileSystem open(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      Path directory,
      List<Path> parts,
      Runnable forget)
      throws IOException {
    Path root = directory.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> used = real(parts);
    if (options.writable() && used.size() != 1) {
      throw new IllegalArgumentException("what can be written is one directory, and not " + used);
    }
    MountedLosses losses =
        options.writable()
            ? MountedLosses.writable(root, used.getFirst())
            : MountedLosses.readOnly(root, used);
    PageCache cache = null;
    boolean done = false;
    try {
      cache = PageCache.open(options);
      MountedNames names = new MountedNames(root, used);
      MountedFileSystem made =
          new MountedFileSystem(
              name,
              device,
              provider,
              options,
              cache,
              losses,
              names,
              used.stream().map(MountedPart::of).toList(),
              forget);
      made.start();
      made.tree().openLost();
      done = true;
      return made;
    } finally {
      if (!done) {
        try {
          losses.close();
        } finally {
          if (cache != null) {
            cache.close();
          }
        }
      }
    }
  }

  /** Returns paths without symbolic links on the way to them, as far as they exist. */
  private static List<Path> real(List<Path> paths) {
    List<Path> real = new ArrayList<>();
    for (Path path : paths) {
      Path found;
      try {
        found = path.toRealPath();
      } catch (IOException _) {
        // There may be something later; by then nobody asks again.
        found = path.toAbsolutePath().normalize();
      }
      real.add(found);
    }
    return List.copyOf(real);
  }

  /** Returns what is read through it, without symbolic links on the way to it. */
  public List<Path> mounted() {
    return parts.stream().map(MountedPart::path).toList();
  }

  /**
   * Returns a path that is read through it and through another mount, too, however the system calls
   * it there; null if there is none.
   */
  public @Nullable Path overlap(MountedFileSystem other) {
    for (MountedPart part : parts) {
      for (MountedPart of : other.parts) {
        if (part.overlaps(of)) {
          return part.path();
        }
      }
    }
    return null;
  }

  @Override
  public boolean isReadOnly() {
    return super.isReadOnly() || losses.failure() != null;
  }

  @Override
  public boolean isDirectory(CordonPath path) {
    try {
      return isOpen() && Files.isDirectory(names.resolve(path, true));
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns where a path leads in the directory. */
  private Path resolve(CordonPath path, boolean followLinks) throws IOException {
    StackProbe.touch();
    checkOpen();
    try {
      return names.resolve(path, followLinks);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  /** As above, of a second path: that there is nothing at the first goes before what is wrong. */
  private Path resolved(CordonPath path, boolean followLinks, Path first, CordonPath firstPath)
      throws IOException {
    try {
      return resolve(path, followLinks);
    } catch (IOException e) {
      if (Files.notExists(first, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(firstPath.toString());
      }
      throw e;
    }
  }

  @Override
  public CordonPath realPath(CordonPath path, boolean followLinks) throws IOException {
    if (!followLinks) {
      return UnfollowedPath.of(path, this::isLink);
    }
    Path real = resolve(path, true);
    try {
      Path found = real.toRealPath();
      if (!found.startsWith(names.root())) {
        throw new NoSuchFileException(real.toString()); // others put a link there meanwhile
      }
      return getPath("/" + names.relative(found));
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  private boolean isLink(CordonPath path) throws IOException {
    Path real = resolve(path, false);
    try {
      return Files.isSymbolicLink(real.toRealPath(LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  // --- opening ---

  @Override
  FileChannel channel(CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    Path real =
        mode.write() || mode.deleteOnClose()
            ? toChange(path, mode.followLinks() && !mode.createNew())
            : resolve(path, mode.followLinks());
    try {
      if (mode.createNew() || (mode.create() && Files.notExists(real, LinkOption.NOFOLLOW_LINKS))) {
        create(real, mode, attributes);
      }
      if (!isRegularFile(real)) {
        if (Files.isSymbolicLink(real)) {
          throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
        }
        // There is nothing in it to cache, or it cannot be opened.
        return FileChannel.open(real, mode.options());
      }
      if (!isOurs(real)) {
        return openOutside(real, mode);
      }
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    return mode.write()
        ? channelToWrite(path, real, mode)
        : files().channel(path, tree().open(path, names.relative(real)), mode);
  }

  /**
   * Returns whether a file is in the cache while it is used here. Where only a part of the
   * directory is mounted to be written, a link may lead out of that: the journal is not there.
   */
  private boolean isOurs(Path real) {
    return super.isReadOnly() || parts.stream().anyMatch(part -> real.startsWith(part.path()));
  }

  /** Refuses to give something a name on the other side of the part that is mounted. */
  private void checkSameSide(Path one, CordonPath path, Path other, CordonPath otherPath)
      throws FileSystemException {
    if (isOurs(one) != isOurs(other)) {
      throw new FileSystemException(
          path.toString(), otherPath.toString(), "Invalid cross-device link");
    }
  }

  private static FileChannel openOutside(Path real, OpenMode mode) throws IOException {
    FileChannel channel = FileChannel.open(real, mode.options());
    boolean done = false;
    try {
      if (mode.truncate()) {
        channel.truncate(0);
      }
      done = true;
      return channel;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static void create(Path real, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    try {
      var _ = Files.createFile(real, attributes);
    } catch (FileAlreadyExistsException e) {
      if (mode.createNew()) {
        throw e;
      }
    }
  }

  private static boolean isRegularFile(Path real) throws IOException {
    try {
      return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private FileChannel channelToWrite(CordonPath path, Path real, OpenMode mode) throws IOException {
    StoredFile file = tree().openForWriting(path, names.relative(real));
    boolean done = false;
    try {
      if (mode.truncate()) {
        var _ = file.space().truncate(0);
      }
      FileChannel channel = files().channel(path, retained(file), mode);
      done = true;
      return channel;
    } finally {
      if (!done) {
        file.space().writerClosed();
      }
      file.release();
    }
  }

  /** Adds a reference for a channel, which gives it back whatever happens. */
  private static StoredFile retained(StoredFile file) {
    if (!file.retain()) {
      throw new ClosedFileSystemException();
    }
    return file;
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller gets it
  public DirectoryStream<Path> newDirectoryStream(
      CordonPath path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Path real = resolve(path, true);
    DirectoryStream<Path> stream;
    try {
      stream = Files.newDirectoryStream(real);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    return new MountedDirectoryStream(path, names::isHidden, stream, filter);
  }

  @Override
  public Path readSymbolicLink(CordonPath link) throws IOException {
    Path real = resolve(link, false);
    try {
      Path target = Files.readSymbolicLink(real);
      return getPath(
          target.isAbsolute() && target.startsWith(names.root())
              ? "/" + names.relative(target)
              : target.toString());
    } catch (IOException e) {
      throw MountedNames.named(e, link);
    }
  }

  // --- changing ---

  @Override
  public void createDirectory(CordonPath path, FileAttribute<?>... attributes) throws IOException {
    changed(path, real -> Files.createDirectory(real, attributes));
  }

  @Override
  public void createSymbolicLink(CordonPath link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Path behind = names.root().getFileSystem().getPath(target.toString());
    Path stored =
        behind.isAbsolute()
            ? names.root().resolve(behind.subpath(0, behind.getNameCount()))
            : behind;
    changed(link, real -> Files.createSymbolicLink(real, stored, attributes));
  }

  @Override
  public void createLink(CordonPath link, CordonPath existing) throws IOException {
    Path of = toChange(existing, false);
    Path real = toChange(link, false);
    checkSameSide(real, link, of, existing);
    try {
      var _ = Files.createLink(real, of);
    } catch (IOException e) {
      throw MountedNames.named(e, real, link, of, existing);
    }
  }

  @Override
  public void delete(CordonPath path) throws IOException {
    Path real = toChange(path, false);
    if (real.equals(names.root()) || mounted().contains(real)) {
      throw new FileSystemException(path.toString(), null, "the root cannot be deleted");
    }
    changed(path, named -> tree().removing(names.relative(named), () -> Files.delete(named)));
  }

  @Override
  public void move(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    Path from = toChange(source, false);
    // The system is asked at once, and names both.
    Path to = mode.atomicMove() ? resolve(target, false) : resolved(target, false, from, source);
    checkSameSide(from, source, to, target);
    // Its name says that it is complete: it is, before it has that name.
    tree().flush(names.relative(from));
    List<CopyOption> options = new ArrayList<>();
    if (mode.replaceExisting()) {
      options.add(StandardCopyOption.REPLACE_EXISTING);
    }
    if (mode.atomicMove()) {
      options.add(StandardCopyOption.ATOMIC_MOVE);
    }
    CopyOption[] how = options.toArray(CopyOption[]::new);
    try {
      if (from.equals(to)) {
        var _ = Files.move(from, to, how);
      } else {
        tree().removing(names.relative(to), () -> Files.move(from, to, how));
      }
    } catch (IOException e) {
      throw MountedNames.named(e, from, source, to, target);
    }
    tree().moved(names.relative(from), names.relative(to));
  }

  @Override
  public void setAttribute(CordonPath path, String attribute, Object value, boolean followLinks)
      throws IOException {
    Path real = toChange(path, followLinks);
    // A time that is set now is not to be that of a write from before.
    tree().flush(names.relative(real));
    changed(path, _ -> Files.setAttribute(real, attribute, value, LinkOption.NOFOLLOW_LINKS));
  }

  private interface Change {
    void apply(Path real) throws IOException;
  }

  /** Changes something in the directory, under a name that is not followed. */
  private void changed(CordonPath path, Change change) throws IOException {
    Path real = toChange(path, false);
    try {
      change.apply(real);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  private Path toChange(CordonPath path, boolean followLinks) throws IOException {
    checkOpen();
    if (isReadOnly()) {
      throw new ReadOnlyFileSystemException();
    }
    return resolve(path, followLinks);
  }

  // --- attributes ---

  @Override
  public boolean isSameFile(CordonPath one, CordonPath other) throws IOException {
    Path first = resolve(one, true);
    Path second = resolved(other, true, first, one);
    try {
      if (first.equals(second) && !one.equals(other)) {
        // By two paths: the JDK looks whether there is something then.
        return isThere(first);
      }
      return Files.isSameFile(first, second);
    } catch (FileSystemException e) {
      boolean isFirst = e.getFile() != null && !Files.exists(first);
      throw MountedNames.named(e, isFirst ? one : other);
    }
  }

  private static boolean isThere(Path real) throws IOException {
    var _ = Files.readAttributes(real, BasicFileAttributes.class);
    return true;
  }

  @Override
  public FileStore fileStore(CordonPath path) throws IOException {
    Path real = resolve(path, true);
    try {
      return new MountedFileStore(this, Files.getFileStore(real));
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  @Override
  public void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    Path real = resolve(path, true);
    try {
      real.getFileSystem().provider().checkAccess(real, modes);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    if (isReadOnly() && Set.of(modes).contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString(), null, "the file system is read-only");
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V attributeView(
      CordonPath path, Class<V> type, boolean followLinks) {
    return MountedView.of(
        type,
        path,
        followLinks,
        toChange -> {
          if (!toChange) {
            return resolve(path, followLinks);
          }
          Path real = toChange(path, followLinks);
          tree().flush(names.relative(real));
          return real;
        });
  }

  @Override
  public BasicFileAttributes readAttributes(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    Path real = resolve(path, followLinks);
    try {
      return Files.readAttributes(real, type, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  @Override
  public Map<String, Object> readAttributes(CordonPath path, String list, boolean followLinks)
      throws IOException {
    Path real = resolve(path, followLinks);
    try {
      return Files.readAttributes(real, list, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  // --- the file system itself ---

  @Override
  public Set<String> supportedFileAttributeViews() {
    return names.root().getFileSystem().supportedFileAttributeViews();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    checkOpen();
    return names.root().getFileSystem().getUserPrincipalLookupService();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    try {
      return List.of(new MountedFileStore(this, Files.getFileStore(names.root())));
    } catch (IOException e) {
      // The directory is gone, and with it what it was stored in.
      return List.of();
    }
  }
}
