package io.github.cordonfs.cli.line;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON: maps, lists, numbers, null, and everything else as strings. */
public final class Json {

  private Json() {}

  /** Returns the text of an object, with a line for each of its values. */
  public static String text(Map<String, ? extends @Nullable Object> json) {
    StringBuilder text = new StringBuilder();
    append(text, json, "");
    return text.append('\n').toString();
  }

  private static void append(StringBuilder text, @Nullable Object value, String indent) {
    switch (value) {
      case null -> text.append("null");
      case Map<?, ?> map -> {
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(separator).append(indent).append("  ");
          quote(text, String.valueOf(entry.getKey()));
          text.append(": ");
          append(text, entry.getValue(), indent + "  ");
          separator = ",\n";
        }
        text.append(map.isEmpty() ? "{" : "\n" + indent).append('}');
      }
      case List<?> list -> {
        String separator = "";
        text.append('[');
        for (Object element : list) {
          text.append(separator);
          append(text, element, indent);
          separator = ", ";
        }
        text.append(']');
      }
      case Number number -> text.append(number);
      default -> quote(text, value.toString());
    }
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // A surrogate may be without its partner: a file name need not be valid text.
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
