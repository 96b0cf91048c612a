package io.github.cordonfs.testkit.powercut;

import java.util.List;

/** What a person reads of a state that fails. */
final class Description {

  /** Lines of one kind. */
  private static final int LINES = 20;

  private Description() {}

  static String of(List<LogEntry> entries, CrashState state, StateCheck check, Throwable failure) {
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
    lines(text, "promised", check.promises(state));
    lines(text, "on the disk", check.image(state).lines());
    text.append("\n  recovery: ").append(failure);
    return text.toString();
  }

  private static void lines(StringBuilder text, String title, List<String> lines) {
    text.append("\n  ").append(title).append(": ");
    text.append(lines.isEmpty() ? "nothing" : String.join("\n    ", shortened(lines)));
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= LINES) {
      return lines;
    }
    List<String> first = new java.util.ArrayList<>(lines.subList(0, LINES));
    first.add("and " + (lines.size() - LINES) + " more");
    return first;
  }
}
