package io.github.cordonfs.nio.path;

import io.github.cordonfs.nio.option.LinkOptions;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.PathName;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path in UNIX syntax. Immutable. */
public sealed class CordonPath implements Path permits ViewedPath {

  private static final String[] NOTHING = {""};

  private final ProviderFileSystem fileSystem;

  /** Names between slashes: none for the root, one empty name for the empty path. */
  private final PathName name;

  public CordonPath(ProviderFileSystem fileSystem, PathName name) {
    this.fileSystem = fileSystem;
    this.name = name;
  }

  public static CordonPath parse(ProviderFileSystem fileSystem, String text) {
    return new CordonPath(
        fileSystem, PathName.of(PathParser.isAbsolute(text), PathParser.names(text)));
  }

  /**
   * Returns the path as one of Cordon's.
   *
   * @throws ProviderMismatchException if it is of another provider
   */
  public static CordonPath of(Path path) {
    if (path instanceof CordonPath cordon) {
      return cordon;
    }
    if (path == null) {
      throw new NullPointerException("path");
    }
    throw new ProviderMismatchException("not a path of Cordon: " + path);
  }

  /**
   * Returns the path as one of a certain file system, for callers that have but one.
   *
   * @throws ProviderMismatchException if it is of another provider, or of another file system of
   *     this one: there the same names lead to other files
   */
  public static CordonPath of(Path path, ProviderFileSystem fileSystem) {
    CordonPath cordon = of(path);
    if (!cordon.fileSystem.equals(fileSystem)) {
      throw new ProviderMismatchException(
          "not a path of " + fileSystem + " but of " + cordon.fileSystem + ": " + path);
    }
    return cordon;
  }

  /** Returns the path for package {@code vfs}. */
  public PathName toPathName() {
    return name.isAbsolute() ? name : fileSystem.fromWorkingDirectory(name);
  }

  /** Returns the open directory that it starts in; null if in none. */
  @Nullable Directory start() {
    return name.start();
  }

  /** Returns the path as names alone, that start nowhere yet. */
  public PathName toNames() {
    return PathName.of(name.isAbsolute(), names());
  }

  /**
   * Checks that what it starts from is open.
   *
   * @throws ClosedFileSystemException if the file system is not
   */
  public void checkOpen() throws ClosedFileSystemException {
    fileSystem.checkOpen();
  }

  private CordonPath with(boolean isAbsolute, String[] parts) {
    boolean none = !isAbsolute && parts.length == 0;
    return new CordonPath(fileSystem, PathName.of(isAbsolute, none ? NOTHING : parts));
  }

  private String[] names() {
    return name.names();
  }

  private boolean isEmpty() {
    return name.isEmpty();
  }

  @Override
  public ProviderFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return name.isAbsolute();
  }

  @Override
  public @Nullable CordonPath getRoot() {
    return name.isAbsolute() ? with(true, new String[0]) : null;
  }

  @Override
  public @Nullable CordonPath getFileName() {
    return name.length() == 0 ? null : with(false, new String[] {name.name(name.length() - 1)});
  }

  @Override
  public @Nullable CordonPath getParent() {
    if (name.length() == 0 || (name.length() == 1 && !name.isAbsolute())) {
      return null;
    }
    return with(name.isAbsolute(), Arrays.copyOf(names(), name.length() - 1));
  }

  @Override
  public int getNameCount() {
    return name.length();
  }

  @Override
  public CordonPath getName(int index) {
    if (index < 0 || index >= name.length()) {
      throw new IllegalArgumentException("no name " + index + " in " + this);
    }
    return with(false, new String[] {name.name(index)});
  }

  @Override
  public CordonPath subpath(int beginIndex, int endIndex) {
    if (beginIndex < 0 || beginIndex >= endIndex || endIndex > name.length()) {
      throw new IllegalArgumentException(
          "no names " + beginIndex + " to " + endIndex + " in " + this);
    }
    return with(false, Arrays.copyOfRange(names(), beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!(Objects.requireNonNull(other, "other") instanceof CordonPath that)
        || !that.fileSystem.equals(fileSystem)
        || that.name.isAbsolute() != name.isAbsolute()
        || that.name.length() > name.length()) {
      return false;
    }
    return Arrays.equals(names(), 0, that.name.length(), that.names(), 0, that.name.length());
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(Objects.requireNonNull(other, "other") instanceof CordonPath that)
        || !that.fileSystem.equals(fileSystem)) {
      return false;
    }
    int skipped = name.length() - that.name.length();
    if (skipped < 0 || (that.name.isAbsolute() && (skipped > 0 || !name.isAbsolute()))) {
      return false;
    }
    if (that.name.length() == 0) {
      // Only the root has no names, and only the root ends with it.
      return name.length() == 0;
    }
    return Arrays.equals(names(), skipped, name.length(), that.names(), 0, that.name.length());
  }

  @Override
  public CordonPath normalize() {
    List<String> kept = new ArrayList<>(name.length());
    for (String each : names()) {
      if (each.equals("..")) {
        if (!kept.isEmpty() && !kept.getLast().equals("..")) {
          kept.removeLast();
        } else if (!name.isAbsolute()) {
          kept.add(each);
        }
      } else if (!each.equals(".") && !each.isEmpty()) {
        kept.add(each);
      }
    }
    return kept.size() == name.length()
        ? this
        : with(name.isAbsolute(), kept.toArray(new String[0]));
  }

  @Override
  public CordonPath resolve(Path other) {
    CordonPath that = of(other);
    if (that.name.isAbsolute() || isEmpty()) {
      return that;
    }
    if (that.isEmpty()) {
      return this;
    }
    return new CordonPath(fileSystem, name.resolve(that.names()));
  }

  @Override
  public CordonPath resolve(String other) {
    return resolve(parse(fileSystem, other));
  }

  @Override
  public CordonPath relativize(Path other) {
    CordonPath that = of(other);
    if (that.name.isAbsolute() != name.isAbsolute()) {
      throw new IllegalArgumentException("one path is absolute and one is not: " + other);
    }
    if (isEmpty()) {
      return that;
    }
    if (!that.fileSystem.equals(fileSystem)) {
      throw new IllegalArgumentException("a path of another file system: " + other);
    }
    String[] from = normalize().withoutEmptyName();
    String[] to = that.normalize().withoutEmptyName();
    int common = Arrays.mismatch(from, to);
    if (common < 0) {
      return with(false, new String[0]);
    }
    List<String> result = new ArrayList<>();
    for (int i = common; i < from.length; i++) {
      if (from[i].equals("..")) {
        throw new IllegalArgumentException("no way from " + this + " to " + other + " is known");
      }
      result.add("..");
    }
    result.addAll(Arrays.asList(to).subList(common, to.length));
    return with(false, result.toArray(new String[0]));
  }

  private String[] withoutEmptyName() {
    return isEmpty() ? new String[0] : names();
  }

  @Override
  public URI toUri() {
    return CordonUris.of(toAbsolutePath(), fileSystem.isDirectory(this));
  }

  @Override
  public CordonPath toAbsolutePath() {
    return isAbsolute() ? this : fileSystem.workingDirectory().resolve(this);
  }

  @Override
  public CordonPath toRealPath(LinkOption... options) throws IOException {
    return fileSystem.realPath(this, LinkOptions.follow(options));
  }

  /**
   * Not possible.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public File toFile() {
    throw new UnsupportedOperationException(
        "a Cordon file is in memory and no java.io.File can name it: use java.nio.file.Files, or"
            + " Files.copy it to the default file system");
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    Objects.requireNonNull(watcher, "watcher");
    return fileSystem.register(this, watcher, events, modifiers);
  }

  /** Compares names as their bytes are in UTF-8; equal ones of several file systems by these. */
  @Override
  public int compareTo(Path other) {
    CordonPath that = (CordonPath) other;
    int order = compareBytes(toString(), that.toString());
    return order != 0 ? order : Long.compare(fileSystem.device(), that.fileSystem.device());
  }

  private static int compareBytes(String one, String other) {
    int end = Math.min(one.length(), other.length());
    for (int i = 0; i < end; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean pair = Character.isSurrogate(a);
        // What takes two chars comes behind all that take one.
        return pair == Character.isSurrogate(b) ? a - b : pair ? 1 : -1;
      }
    }
    return one.length() - other.length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CordonPath that
        && that.fileSystem.equals(fileSystem)
        && that.isAbsolute() == isAbsolute()
        && Arrays.equals(that.names(), names());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return name.text();
  }
}
