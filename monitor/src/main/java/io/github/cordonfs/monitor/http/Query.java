package io.github.cordonfs.monitor.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request. */
final class Query {

  /** Characters; a path of a file has at most 4096 bytes, and each may take three. */
  private static final int LONGEST = 16 << 10;

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  static Query of(URI uri) throws Refusal {
    String raw = uri.getRawQuery();
    Map<String, String> values = new HashMap<>();
    if (raw == null || raw.isEmpty()) {
      return new Query(values);
    }
    if (raw.length() > LONGEST) {
      throw new Refusal(414, "the parameters have more than " + LONGEST + " characters");
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      try {
        values.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(
                pair.substring(equals < 0 ? pair.length() : equals + 1), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new Refusal(400, "the parameters are not encoded as they should be");
      }
    }
    return new Query(values);
  }

  String text(String name) throws Refusal {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new Refusal(400, "the parameter " + name + " is missing");
    }
    return value;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns a number of a range, which includes both ends. */
  int number(String name, int least, int most) throws Refusal {
    String value = text(name);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // As one that is out of range.
    }
    throw new Refusal(
        400, "the parameter " + name + " is not a number from " + least + " to " + most);
  }

  int number(String name, int least, int most, int otherwise) throws Refusal {
    return has(name) ? number(name, least, most) : otherwise;
  }
}
