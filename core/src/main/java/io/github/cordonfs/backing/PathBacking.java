package io.github.cordonfs.backing;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A directory of any provider as a store. */
final class PathBacking implements Backing {

  /**
   * How old a stamp has to be before it is trusted: two seconds are the coarsest steps that file
   * systems in use have (FAT).
   */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final String UNIX = "unix:size,lastModifiedTime,ctime,fileKey,isRegularFile";

  private final Path root;

  PathBacking(Path root) {
    this.root = root;
  }

  @Override
  public Set<BackingCapability> capabilities() {
    Set<BackingCapability> all =
        EnumSet.of(
            BackingCapability.WRITE,
            BackingCapability.TRUNCATE,
            BackingCapability.FORCE,
            BackingCapability.LIST,
            BackingCapability.ATTRIBUTES);
    if (SystemFile.isPossible(root)) {
      all.add(BackingCapability.LOCK);
      all.add(BackingCapability.PUNCH);
    }
    return all;
  }

  @Override
  public BackingVersion version(String path) throws IOException {
    return version(resolve(path), path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public BackingFile open(String path) throws IOException {
    return open(path, false, false);
  }

  @Override
  public BackingFile openWritable(String path) throws IOException {
    return open(path, true, false);
  }

  @Override
  public BackingFile openDirect(String path, boolean writable) throws IOException {
    return open(path, writable, true);
  }

  @Override
  public Collection<String> list(String path) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolve(path))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public BasicFileAttributes attributes(String path) throws IOException {
    return Files.readAttributes(
        resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private BackingFile open(String path, boolean writable, boolean direct) throws IOException {
    Path file = resolve(path);
    // Before it is opened: to open a pipe or a device may wait or do something.
    BackingVersion found = version(file, path, LinkOption.NOFOLLOW_LINKS);
    BackingFile opened;
    if (SystemFile.isPossible(file)) {
      opened =
          direct ? DirectFile.open(file, path, writable) : SystemFile.open(file, path, writable);
    } else {
      opened = new ChannelFile(file, path, writable);
    }
    boolean done = false;
    try {
      if (!opened.version().identity().equals(found.identity())) {
        throw new FileSystemException(file.toString(), null, "exchanged while it was opened");
      }
      done = true;
      return opened;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }

  private Path resolve(String path) {
    return root.resolve(path);
  }

  /**
   * Returns what a file is now.
   *
   * @param name identifies it where its file system has no keys for files
   */
  static BackingVersion version(Path file, String name, LinkOption... options) throws IOException {
    boolean isUnix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    if (!isUnix) {
      BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, options);
      requireRegular(file, basic.isRegularFile());
      FileTime modified = basic.lastModifiedTime();
      Object key = basic.fileKey();
      return new BackingVersion(
          key == null ? name : key,
          basic.size(),
          Long.toString(modified.to(TimeUnit.NANOSECONDS)),
          isSettled(modified));
    }
    Map<String, Object> unix = Files.readAttributes(file, UNIX, options);
    requireRegular(file, (Boolean) attribute(unix, "isRegularFile"));
    FileTime modified = (FileTime) attribute(unix, "lastModifiedTime");
    FileTime changed = (FileTime) attribute(unix, "ctime");
    return new BackingVersion(
        attribute(unix, "fileKey"),
        (Long) attribute(unix, "size"),
        modified.to(TimeUnit.NANOSECONDS) + "/" + changed.to(TimeUnit.NANOSECONDS),
        isSettled(modified) && isSettled(changed));
  }

  private static Object attribute(Map<String, Object> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private static void requireRegular(Path file, boolean isRegular) throws FileSystemException {
    if (!isRegular) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
  }

  private static boolean isSettled(FileTime stamp) {
    return stamp.toInstant().isBefore(Instant.now().minus(SETTLED));
  }

  @Override
  public void close() {
    // The directory is the user's.
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
