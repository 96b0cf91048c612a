package io.github.cordonfs.cli.drill.film;

import io.github.cordonfs.PageState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A page that shows a film and a report, in one file that needs nothing else. */
public final class FilmPage {

  private static final String DATA = "/*DATA*/";

  private FilmPage() {}

  /**
   * Returns the page.
   *
   * @param film that has ended
   * @param verdict one word
   * @param report JSON
   * @param table the same for people
   */
  public static String of(Film film, String verdict, String report, String table) {
    String pictures =
        film.pictures().stream().map(FilmPage::json).collect(Collectors.joining(",\n"));
    List<String> states =
        Arrays.stream(PageState.values())
            .map(each -> quoted(each.name().toLowerCase(Locale.ROOT).replace('_', ' ')))
            .toList();
    String data =
        "{\"verdict\":"
            + quoted(verdict)
            + ",\"states\":["
            + String.join(",", states)
            + "],\"width\":"
            + film.width()
            + ",\"height\":"
            + film.height()
            + ",\"table\":"
            + quoted(table)
            + ",\"report\":"
            + safe(report)
            + ",\"pictures\":[\n"
            + pictures
            + "]}";
    return template().replace(DATA, data);
  }

  private static String json(Film.Picture picture) {
    return "["
        + picture.millis()
        + ","
        + picture.failures()
        + ","
        + picture.verified()
        + ","
        + picture.poisoned()
        + ","
        + picture.retired()
        + ",\""
        + Base64.getEncoder().encodeToString(picture.cells())
        + "\"]";
  }

  /** Nothing in a script may look like the end of it. */
  private static String safe(String json) {
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c > '~') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String template() {
    try (InputStream in = FilmPage.class.getResourceAsStream("film.html")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its film.html");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
