package io.github.cordonfs.nio.path;

import java.util.regex.PatternSyntaxException;

/**
 * Translates a glob, as {@code FileSystem.getPathMatcher} describes it, to a regular expression.
 */
final class GlobPattern {

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private GlobPattern(String glob) {
    this.glob = glob;
  }

  /**
   * Returns the regular expression.
   *
   * @throws PatternSyntaxException if the glob is malformed
   */
  static String toRegex(String glob) {
    return new GlobPattern(glob).translate();
  }

  private String translate() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> bracket();
        case '{' -> openGroup();
        case '}' -> closeGroup();
        case ',' -> regex.append(inGroup ? '|' : ',');
        case '\\' -> literal(escaped());
        default -> literal(c);
      }
    }
    if (inGroup) {
      throw error("Missing '}'");
    }
    return regex.toString();
  }

  private void star() {
    if (at < glob.length() && glob.charAt(at) == '*') {
      at++;
      regex.append(".*");
    } else {
      regex.append("[^/]*");
    }
  }

  private void openGroup() {
    if (inGroup) {
      throw error("Cannot nest groups");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private void closeGroup() {
    if (inGroup) {
      inGroup = false;
      regex.append(')');
    } else {
      literal('}');
    }
  }

  private char escaped() {
    if (at == glob.length()) {
      throw error("No character to escape");
    }
    return glob.charAt(at++);
  }

  private void literal(char c) {
    if ("\\^$.|?*+()[]{}&-#".indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }

  /** A bracket expression: one of some characters, never a slash. Wildcards in it are literal. */
  private void bracket() {
    regex.append("(?!/)[");
    if (at < glob.length() && glob.charAt(at) == '!') {
      at++;
      regex.append('^');
    }
    int first = at;
    char previous = 0;
    while (true) {
      if (at == glob.length()) {
        throw error("Missing ']'");
      }
      char c = glob.charAt(at++);
      if (c == ']' && at > first + 1) {
        break;
      }
      if (c == '/') {
        throw error("Slash in a bracket expression");
      }
      if (isRange(c, first)) {
        char end = glob.charAt(at++);
        if (end < previous) {
          throw error("Range out of order");
        }
        regex.append('-');
        literal(end);
        previous = 0;
      } else {
        literal(c);
        previous = c;
      }
    }
    regex.append(']');
  }

  /** Tells whether this is the hyphen of a range: not the first character and not the last. */
  private boolean isRange(char c, int first) {
    return c == '-' && at > first + 1 && at < glob.length() && glob.charAt(at) != ']';
  }

  private PatternSyntaxException error(String what) {
    return new PatternSyntaxException(what, glob, at - 1);
  }
}
