package io.github.cordonfs.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly, as RFC 8259 has it, as far as findings need it: no fractions, no null. */
final class JsonReader {

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Returns maps, lists, strings and longs; anything that is not JSON is an error. */
  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.blanks();
    reader.expect(reader.at == text.length(), "the end");
    return value;
  }

  private Object value() {
    blanks();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    take('{');
    while (!ends('}', object.isEmpty())) {
      blanks();
      String key = string();
      blanks();
      take(':');
      expect(object.put(key, value()) == null, "another key than " + key);
    }
    return object;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    take('[');
    while (!ends(']', list.isEmpty())) {
      list.add(value());
    }
    return list;
  }

  private boolean ends(char end, boolean first) {
    blanks();
    if (peek() == end) {
      at++;
      return true;
    }
    if (!first) {
      take(',');
    }
    return false;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    take('"');
    while (peek() != '"') {
      char c = text.charAt(at++);
      expect(c >= ' ', "no control character");
      if (c == '\\') {
        char escaped = text.charAt(at++);
        if (escaped == 'u') {
          string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
          at += 4;
        } else {
          expect(escaped == '"' || escaped == '\\', "an escape");
          string.append(escaped);
        }
      } else {
        string.append(c);
      }
    }
    at++;
    return string.toString();
  }

  private Long number() {
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    expect(at > start, "a number");
    return Long.valueOf(text.substring(start, at));
  }

  private void blanks() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    expect(at < text.length(), "more");
    return text.charAt(at);
  }

  private void take(char c) {
    expect(peek() == c, "'" + c + "'");
    at++;
  }

  private void expect(boolean met, String what) {
    if (!met) {
      throw new AssertionError("expected " + what + " at " + at + " of:\n" + text);
    }
  }
}
