package io.github.cordonfs.examples;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param place page and line, for messages
 * @param language what follows the opening fence; empty for output and diagrams
 * @param note the HTML comment on the line before the fence, without its marks; empty if none
 * @param text the lines between the fences
 */
record Fence(String place, String language, String note, String text) {

  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)");

  private static final String JVM = "jvm:";

  private static final String NOT_RUN = "not run:";

  /** Returns the name of the first top-level type; empty for a fragment. */
  Optional<String> type() {
    Matcher type = TYPE.matcher(text);
    return type.find() ? Optional.of(type.group(1)) : Optional.empty();
  }

  /** Returns whether the example is a program of its own. */
  boolean hasMain() {
    return text.contains("static void main(");
  }

  /** Returns the options that the JVM needs to run the example. */
  String[] jvmOptions() {
    return note.startsWith(JVM)
        ? note.substring(JVM.length()).strip().split("\\s+")
        : new String[0];
  }

  /** Returns whether the page says that the example is only compiled, and why. */
  boolean isOnlyCompiled() {
    return note.startsWith(NOT_RUN);
  }

  @Override
  public String toString() {
    return place;
  }
}
