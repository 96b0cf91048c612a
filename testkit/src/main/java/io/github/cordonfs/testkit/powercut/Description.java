package io.github.cordonfs.testkit.powercut;

import java.util.ArrayList;
import java.util.List;

/** What a person reads of a state. */
final class Description {

  /** Lines of one kind. */
  private static final int LINES = 20;

  private Description() {}

  /** Returns when the power went, and what was lost. */
  static String of(List<LogEntry> entries, CrashState state) {
    StringBuilder text = new StringBuilder();
    text.append("power cut after operation ").append(state.cut());
    text.append(" of ").append(entries.size());
    if (state.cut() > 0) {
      text.append(": ").append(entries.get(state.cut() - 1).text());
    }
    lines(
        text,
        "lost",
        state.lost().stream().map(each -> (each + 1) + " " + entries.get(each).text()).toList());
    Tear tear = state.tear();
    if (tear != null) {
      lines(
          text,
          "torn",
          List.of(
              (state.torn() + 1) + " " + entries.get(state.torn()).text() + ": " + tear.text()));
    }
    return text.toString();
  }

  /** Returns all of it, with what was there then and what became of it. */
  static String of(Recording.Cut cut, Throwable failure) {
    StringBuilder text = new StringBuilder(cut.text());
    lines(text, "promised", cut.promises());
    lines(text, "on the disk", cut.image().lines());
    return text.append("\n  recovery: ").append(failure).toString();
  }

  private static void lines(StringBuilder text, String title, List<String> lines) {
    text.append("\n  ").append(title).append(": ");
    text.append(lines.isEmpty() ? "nothing" : String.join("\n    ", shortened(lines)));
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= LINES) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, LINES));
    first.add("and " + (lines.size() - LINES) + " more");
    return first;
  }
}
