package io.github.cordonfs.nio.mount;

import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file or directory of a store that tells no more: its kind and its length.
 *
 * @param isDirectory or a regular file
 * @param size in bytes
 * @param fileKey null for directories
 */
record StoreAttributes(boolean isDirectory, long size, @Nullable Object fileKey)
    implements BasicFileAttributes {

  private static final FileTime UNKNOWN = FileTime.fromMillis(0);

  private static final Map<String, Function<BasicFileAttributes, @Nullable Object>> BASIC =
      Map.of(
          "lastModifiedTime", BasicFileAttributes::lastModifiedTime,
          "lastAccessTime", BasicFileAttributes::lastAccessTime,
          "creationTime", BasicFileAttributes::creationTime,
          "size", BasicFileAttributes::size,
          "isRegularFile", BasicFileAttributes::isRegularFile,
          "isDirectory", BasicFileAttributes::isDirectory,
          "isSymbolicLink", BasicFileAttributes::isSymbolicLink,
          "isOther", BasicFileAttributes::isOther,
          "fileKey", BasicFileAttributes::fileKey);

  @Override
  public FileTime lastModifiedTime() {
    return UNKNOWN;
  }

  @Override
  public FileTime lastAccessTime() {
    return UNKNOWN;
  }

  @Override
  public FileTime creationTime() {
    return UNKNOWN;
  }

  @Override
  public boolean isRegularFile() {
    return !isDirectory;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  /**
   * Returns attributes by name.
   *
   * @param list as {@code Files.readAttributes} has it, of the view {@code basic}
   * @throws UnsupportedOperationException for another view
   * @throws IllegalArgumentException for an unknown name
   */
  static Map<String, Object> select(BasicFileAttributes attributes, String list) {
    int colon = list.indexOf(':');
    if (colon >= 0 && !list.substring(0, colon).equals("basic")) {
      throw new UnsupportedOperationException("no view but basic: " + list);
    }
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    for (String name : list.substring(colon + 1).split(",", -1)) {
      if (name.equals("*")) {
        BASIC.forEach((each, getter) -> found.put(each, getter.apply(attributes)));
        continue;
      }
      Function<BasicFileAttributes, @Nullable Object> getter = BASIC.get(name);
      if (getter == null) {
        throw new IllegalArgumentException("unknown attribute: " + name);
      }
      found.put(name, getter.apply(attributes));
    }
    return nullable(found);
  }

  /** A file key may be null, which the JDK's signature does not say. */
  @SuppressWarnings({"unchecked", "NullAway"})
  private static Map<String, Object> nullable(Map<String, @Nullable Object> map) {
    return (Map<String, Object>) (Map<String, ?>) map;
  }

  interface Reader {
    BasicFileAttributes read() throws IOException;
  }

  /** A view of what a reader finds, through which nothing can be set. */
  record View(Reader reader) implements BasicFileAttributeView {

    @Override
    public String name() {
      return "basic";
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      return reader.read();
    }

    @Override
    public void setTimes(
        @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created) {
      throw new ReadOnlyFileSystemException();
    }
  }
}
