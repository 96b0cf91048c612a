package io.github.cordonfs.conformance.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests that are documented to fail on Cordon, in a table of docs/differences.md. */
final class Documented {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ((?:`[^`|]+\\.java(?:#\\w+)?`(?:, )?)+) \\| (.+) \\|$");
  private static final Pattern TEST = Pattern.compile("`([^`]+)`");

  private Documented() {}

  /** Returns the names of the tests, below {@code java/nio}, and for each why it fails. */
  static Map<String, String> read(Path page) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    Matcher rows = ROW.matcher(Files.readString(page));
    while (rows.find()) {
      Matcher tests = TEST.matcher(rows.group(1));
      while (tests.find()) {
        reasons.put("java/nio/" + tests.group(1), rows.group(2));
      }
    }
    return reasons;
  }
}
