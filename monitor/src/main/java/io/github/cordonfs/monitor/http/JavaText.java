package io.github.cordonfs.monitor.http;

import java.util.Locale;

/** Text in Java source. */
final class JavaText {

  private JavaText() {}

  /** Returns a string literal. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 127) {
        // Not as \\u000a: that is a line end to the compiler, which would end the literal.
        quoted.append(String.format(Locale.ROOT, "\\%03o", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
