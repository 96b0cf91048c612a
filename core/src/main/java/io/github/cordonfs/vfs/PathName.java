package io.github.cordonfs.vfs;

import java.util.ArrayList;
import java.util.List;

/**
 * A path as names to walk, and as the text that exceptions show. The path of a caller is walked
 * from the root whether absolute or not: the working directory is the root. Immutable.
 */
public final class PathName {

  private static final int MAX_NAME_BYTES = 255;

  private final String text;
  private final boolean absolute;
  private final String[] names;

  private PathName(String text, boolean absolute, String[] names) {
    this.text = text;
    this.absolute = absolute;
    this.names = names;
  }

  /**
   * Makes a path of its parts.
   *
   * @param text the whole path as given by the caller
   * @param absolute whether it begins with a slash
   * @param names the names between slashes; the array is not copied and must not change
   */
  public static PathName of(String text, boolean absolute, String[] names) {
    return new PathName(text, absolute, names);
  }

  /** Parses the target of a symbolic link. A trailing slash asks for a directory, as {@code /.}. */
  public static PathName parse(String text) {
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '/') {
        if (i > start) {
          names.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    if (text.endsWith("/") && !names.isEmpty()) {
      names.add(".");
    }
    return new PathName(text, text.startsWith("/"), names.toArray(new String[0]));
  }

  /** Returns the path as text. */
  public String text() {
    return text;
  }

  boolean isAbsolute() {
    return absolute;
  }

  int length() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  /** Tells whether a name fits a directory: at most 255 bytes of UTF-8. */
  static boolean fits(String name) {
    // A char is at most three bytes; most names are short enough to need no counting.
    return name.length() * 3L <= MAX_NAME_BYTES || utf8Length(name) <= MAX_NAME_BYTES;
  }

  static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts two of the pair's four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return text;
  }
}
