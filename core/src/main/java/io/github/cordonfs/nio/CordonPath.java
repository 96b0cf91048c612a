package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.PathName;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path in UNIX syntax. Immutable. The working directory is the root. */
final class CordonPath implements Path {

  private final CordonFileSystem fileSystem;
  private final boolean absolute;

  /** Names between slashes: none for the root, one empty name for the empty path. */
  private final String[] names;

  /** Made when first asked for; racy, but every thread makes an equal one. */
  private @Nullable String text;

  private CordonPath(CordonFileSystem fileSystem, boolean absolute, String[] names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = names;
  }

  static CordonPath parse(CordonFileSystem fileSystem, String text) {
    return new CordonPath(fileSystem, PathParser.isAbsolute(text), PathParser.names(text));
  }

  /**
   * Returns the path as one of Cordon's.
   *
   * @throws ProviderMismatchException if it is of another provider
   */
  static CordonPath of(Path path) {
    if (path instanceof CordonPath cordon) {
      return cordon;
    }
    if (path == null) {
      throw new NullPointerException("path");
    }
    throw new ProviderMismatchException("not a path of Cordon: " + path);
  }

  /** Returns the path for package {@code vfs}. */
  PathName toPathName() {
    return PathName.of(toString(), absolute, names);
  }

  /** Returns the path of an entry of this directory. */
  CordonPath child(String name) {
    if (isEmpty()) {
      return new CordonPath(fileSystem, false, new String[] {name});
    }
    String[] longer = Arrays.copyOf(names, names.length + 1);
    longer[names.length] = name;
    return new CordonPath(fileSystem, absolute, longer);
  }

  private CordonPath with(boolean isAbsolute, String[] parts) {
    boolean none = !isAbsolute && parts.length == 0;
    return new CordonPath(fileSystem, isAbsolute, none ? new String[] {""} : parts);
  }

  private boolean isEmpty() {
    return !absolute && names.length == 1 && names[0].isEmpty();
  }

  @Override
  public CordonFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable CordonPath getRoot() {
    return absolute ? with(true, new String[0]) : null;
  }

  @Override
  public @Nullable CordonPath getFileName() {
    return names.length == 0 ? null : with(false, new String[] {names[names.length - 1]});
  }

  @Override
  public @Nullable CordonPath getParent() {
    if (names.length == 0 || (names.length == 1 && !absolute)) {
      return null;
    }
    return with(absolute, Arrays.copyOf(names, names.length - 1));
  }

  @Override
  public int getNameCount() {
    return names.length;
  }

  @Override
  public CordonPath getName(int index) {
    if (index < 0 || index >= names.length) {
      throw new IllegalArgumentException("no name " + index + " in " + this);
    }
    return with(false, new String[] {names[index]});
  }

  @Override
  public CordonPath subpath(int beginIndex, int endIndex) {
    if (beginIndex < 0 || beginIndex >= endIndex || endIndex > names.length) {
      throw new IllegalArgumentException(
          "no names " + beginIndex + " to " + endIndex + " in " + this);
    }
    return with(false, Arrays.copyOfRange(names, beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!(other instanceof CordonPath that)
        || that.fileSystem != fileSystem
        || that.absolute != absolute
        || that.names.length > names.length) {
      return false;
    }
    return Arrays.equals(names, 0, that.names.length, that.names, 0, that.names.length);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof CordonPath that) || that.fileSystem != fileSystem) {
      return false;
    }
    int skipped = names.length - that.names.length;
    if (skipped < 0 || (that.absolute && (skipped > 0 || !absolute))) {
      return false;
    }
    if (that.names.length == 0) {
      // Only the root has no names, and only the root ends with it.
      return names.length == 0;
    }
    return Arrays.equals(names, skipped, names.length, that.names, 0, that.names.length);
  }

  @Override
  public CordonPath normalize() {
    List<String> kept = new ArrayList<>(names.length);
    for (String name : names) {
      if (name.equals("..")) {
        if (!kept.isEmpty() && !kept.getLast().equals("..")) {
          kept.removeLast();
        } else if (!absolute) {
          kept.add(name);
        }
      } else if (!name.equals(".") && !name.isEmpty()) {
        kept.add(name);
      }
    }
    return kept.size() == names.length ? this : with(absolute, kept.toArray(new String[0]));
  }

  @Override
  public CordonPath resolve(Path other) {
    CordonPath that = of(other);
    if (that.absolute || isEmpty()) {
      return that;
    }
    if (that.isEmpty()) {
      return this;
    }
    String[] joined = Arrays.copyOf(names, names.length + that.names.length);
    System.arraycopy(that.names, 0, joined, names.length, that.names.length);
    return with(absolute, joined);
  }

  @Override
  public CordonPath resolve(String other) {
    return resolve(parse(fileSystem, other));
  }

  @Override
  public CordonPath relativize(Path other) {
    CordonPath that = of(other);
    if (that.absolute != absolute) {
      throw new IllegalArgumentException("one path is absolute and one is not: " + other);
    }
    if (isEmpty()) {
      return that;
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
    return isEmpty() ? new String[0] : names;
  }

  @Override
  public URI toUri() {
    return CordonUris.of(toAbsolutePath());
  }

  @Override
  public CordonPath toAbsolutePath() {
    return absolute ? this : new CordonPath(fileSystem, true, withoutEmptyName());
  }

  @Override
  public CordonPath toRealPath(LinkOption... options) throws IOException {
    return LinkOptions.follow(options) ? fileSystem.realPath(this) : UnfollowedPath.of(this);
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

  /**
   * Not there yet.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("watching directories is not there yet");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(((CordonPath) other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CordonPath that
        && that.fileSystem == fileSystem
        && that.absolute == absolute
        && Arrays.equals(that.names, names);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    String made = text;
    if (made == null) {
      made = (absolute ? "/" : "") + String.join("/", names);
      text = made;
    }
    return made;
  }
}
