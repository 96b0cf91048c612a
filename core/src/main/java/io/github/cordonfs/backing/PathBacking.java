package io.github.cordonfs.backing;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
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
    return EnumSet.of(
        BackingCapability.WRITE,
        BackingCapability.TRUNCATE,
        BackingCapability.FORCE,
        BackingCapability.LIST,
        BackingCapability.ATTRIBUTES);
  }

  @Override
  public BackingVersion version(String path) throws IOException {
    return version(resolve(path), path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public BackingFile open(String path) throws IOException {
    return open(path, false);
  }

  @Override
  public BackingFile openWritable(String path) throws IOException {
    return open(path, true);
  }

  private BackingFile open(String path, boolean writable) throws IOException {
    Path file = resolve(path);
    // Before it is opened: to open a pipe or a device may wait or do something.
    BackingVersion found = version(file, path, LinkOption.NOFOLLOW_LINKS);
    BackingFile opened =
        SystemFile.isPossible(file)
            ? SystemFile.open(file, path, writable)
            : new ChannelFile(file, path, writable);
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
