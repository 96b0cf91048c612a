package io.github.cordonfs.nio.path;

import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.regex.Pattern;

/** Patterns for paths, as {@link java.nio.file.FileSystem#getPathMatcher} takes them. */
final class PathPattern {

  private PathPattern() {}

  /**
   * Returns what matches a pattern.
   *
   * @throws IllegalArgumentException if it is not of the form {@code syntax:pattern}
   * @throws UnsupportedOperationException if the syntax is neither {@code glob} nor {@code regex}
   */
  static PathMatcher matcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not of the form syntax:pattern: " + syntaxAndPattern);
    }
    String input = syntaxAndPattern.substring(colon + 1);
    String regex =
        switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "glob" -> GlobPattern.toRegex(input);
          case "regex" -> input;
          default -> throw new UnsupportedOperationException("syntax of " + syntaxAndPattern);
        };
    Pattern pattern = Pattern.compile(regex);
    return path -> pattern.matcher(path.toString()).matches();
  }
}
