package io.github.cordonfs.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON: maps, lists, strings, doubles, booleans and null. */
public final class JsonReader {

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Reads a text that is one value. */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.space();
    if (reader.at != text.length()) {
      throw reader.bad();
    }
    return value;
  }

  /** Reads an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(String text) {
    return (Map<String, Object>) read(text);
  }

  private IllegalArgumentException bad() {
    String around = text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 20));
    return new IllegalArgumentException("not JSON at " + at + ": " + around);
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean take(String expected) {
    space();
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private void need(String expected) {
    if (!take(expected)) {
      throw bad();
    }
  }

  private Object value() {
    space();
    if (take("{")) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (!take("}")) {
        if (!map.isEmpty()) {
          need(",");
        }
        need("\"");
        String name = string();
        need(":");
        map.put(name, value());
      }
      return map;
    }
    if (take("[")) {
      List<Object> list = new ArrayList<>();
      while (!take("]")) {
        if (!list.isEmpty()) {
          need(",");
        }
        list.add(value());
      }
      return list;
    }
    if (take("\"")) {
      return string();
    }
    if (take("true")) {
      return true;
    }
    if (take("false")) {
      return false;
    }
    if (take("null")) {
      return null;
    }
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (from == at) {
      throw bad();
    }
    return Double.valueOf(text.substring(from, at));
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        string.append(c);
        continue;
      }
      char escaped = text.charAt(at++);
      if (escaped == 'u') {
        string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
        at += 4;
      } else {
        int known = "bfnrt".indexOf(escaped);
        string.append(known < 0 ? escaped : "\b\f\n\r\t".charAt(known));
      }
    }
    at++;
    return string.toString();
  }
}
