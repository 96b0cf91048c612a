package io.github.cordonfs.nio.path;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a path, in UNIX syntax, into names. */
final class PathParser {

  private static final String[] EMPTY_PATH = {""};

  private PathParser() {}

  /** Joins the parts of {@code FileSystem.getPath}; empty ones do not count. */
  static String join(String first, String... more) {
    if (more.length == 0) {
      return first;
    }
    StringBuilder joined = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        if (!joined.isEmpty()) {
          joined.append('/');
        }
        joined.append(part);
      }
    }
    return joined.toString();
  }

  static boolean isAbsolute(String text) {
    return text.startsWith("/");
  }

  /**
   * Returns the names of a path; repeated and trailing slashes do not count. The empty path has one
   * empty name, the root none.
   *
   * @throws InvalidPathException for characters that no UTF-8 file name can have
   */
  static String[] names(String text) {
    check(text);
    if (text.isEmpty()) {
      return EMPTY_PATH;
    }
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', start)) {
      if (end > start) {
        names.add(text.substring(start, end));
      }
      start = end + 1;
    }
    if (start < text.length()) {
      names.add(text.substring(start));
    }
    return names.toArray(new String[0]);
  }

  private static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new InvalidPathException(text, "NUL character not allowed", i);
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new InvalidPathException(text, "Malformed input: half of a surrogate pair", i);
        }
        i++;
      }
    }
  }
}
