package io.github.cordonfs.diagnose.machine;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, or why that is not known.
 *
 * @param file its absolute name
 * @param text without blanks around it; null if it could not be read
 * @param exists whether there is such a file
 */
public record FileText(String file, @Nullable String text, boolean exists) {

  /** More is cut off where the text is shown. */
  private static final int SHOWN = 60;

  static FileText of(String file, String text) {
    return new FileText(file, text.strip(), true);
  }

  static FileText missing(String file) {
    return new FileText(file, null, false);
  }

  static FileText unreadable(String file) {
    return new FileText(file, null, true);
  }

  /** Returns the number that the text is, if it is one. */
  public OptionalLong number() {
    return parse(text);
  }

  /**
   * Returns the number behind a key: of lines such as "HardwareCorrupted: 4 kB" or "Seccomp: 2".
   */
  public OptionalLong number(String key) {
    if (text != null) {
      for (String line : text.split("\n", -1)) {
        if (line.startsWith(key + ":")) {
          return parse(line.substring(key.length() + 1).replace(" kB", "").strip());
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong parse(@Nullable String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns the file with what it says, or why nobody knows, for one line. */
  public String shown() {
    if (text == null) {
      return file + (exists ? " cannot be read" : " does not exist");
    }
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      char c = text.charAt(i);
      line.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
    }
    return file + " says \"" + line + (text.length() > SHOWN ? "..." : "") + "\"";
  }
}
