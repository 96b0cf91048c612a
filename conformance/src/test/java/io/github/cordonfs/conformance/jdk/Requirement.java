package io.github.cordonfs.conformance.jdk;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a test says it requires of the machine: an expression of comparisons, {@code !}, {@code &},
 * {@code |} and parentheses. What it asks of which nothing is known here counts as given.
 */
final class Requirement {

  private static final Map<String, String> KNOWN =
      Map.of("os.family", "linux", "vm.bits", "64", "sun.arch.data.model", "64");

  private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[\\w.]+|[=!<>]=|[!&|()<>]");

  private final List<String> tokens;
  private int next;

  private Requirement(List<String> tokens) {
    this.tokens = tokens;
  }

  /** Tells whether this machine is what an expression asks for. */
  static boolean isMet(String expression) {
    Matcher matcher = TOKEN.matcher(expression);
    List<String> tokens =
        Stream.iterate(0, i -> matcher.find(), i -> i + 1).map(i -> matcher.group()).toList();
    return new Requirement(tokens).anyOf();
  }

  private boolean anyOf() {
    boolean met = allOf();
    while (takes("|")) {
      met |= allOf();
    }
    return met;
  }

  private boolean allOf() {
    boolean met = one();
    while (takes("&")) {
      met &= one();
    }
    return met;
  }

  private boolean one() {
    if (takes("!")) {
      boolean comparison = next < tokens.size() && tokens.get(next).equals("(");
      // What is not known counts as given, also where its contrary is asked for.
      return !one() || !comparison;
    }
    if (takes("(")) {
      boolean met = anyOf();
      takes(")");
      return met;
    }
    String name = take();
    if (takes("==")) {
      return compare(name, take());
    }
    if (takes("!=")) {
      return !KNOWN.containsKey(name) || !compare(name, take());
    }
    if (takes(">=") || takes("<=") || takes(">") || takes("<")) {
      take();
    }
    return true;
  }

  private static boolean compare(String name, String quoted) {
    String wanted = quoted.replace("\"", "");
    return wanted.equalsIgnoreCase(KNOWN.getOrDefault(name, wanted));
  }

  private String take() {
    return next < tokens.size() ? tokens.get(next++) : "";
  }

  private boolean takes(String token) {
    if (next < tokens.size() && tokens.get(next).equals(token)) {
      next++;
      return true;
    }
    return false;
  }
}
