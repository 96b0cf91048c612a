package io.github.cordonfs.testkit.powercut;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** A failing state as a page of its own, with nothing to load. */
final class HtmlReport {

  /** Bytes of a file that are shown. */
  private static final int SHOWN = 512;

  private static final String STYLE =
      """
      body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222; background: #fff }
      h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin-top: 2em }
      table { border-collapse: collapse; width: 100% }
      td { border-bottom: 1px solid #ddd; padding: .2em .6em; vertical-align: top }
      td:first-child { text-align: right; color: #777 } code, pre { font: 13px/1.4 monospace }
      pre { background: #f5f5f5; padding: .8em; overflow-x: auto; white-space: pre-wrap }
      .LOST { background: #fbdcdc } .TORN { background: #fdeccb } .KEPT { background: #eef6e6 }
      .LATER { color: #999 } .PROMISE { font-weight: bold } .cut td { background: #a11; color: #fff; text-align: center }
      """;

  private final StringBuilder html = new StringBuilder();

  private HtmlReport() {}

  static String of(FailingState state, List<Timeline> timelines, DiskImage image) {
    HtmlReport report = new HtmlReport();
    report.html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    report.text("Power cut " + state.code());
    report.html.append("</title><style>\n").append(STYLE).append("</style></head><body>\n");
    report.element("h1", state.toString().lines().findFirst().orElse("power cut"));
    report.element("p", "What the recovery threw: " + state.failure());
    report.element("pre", state.replayOption());
    for (int i = 0; i < timelines.size(); i++) {
      report.element("h2", i == 0 ? "What the program did" : "What it did after the restart");
      report.timeline(timelines.get(i));
    }
    report.disk(image);
    report.element("h2", "What the recovery saw");
    StringWriter trace = new StringWriter();
    state.failure().printStackTrace(new PrintWriter(trace));
    report.element("pre", trace.toString());
    return report.html.append("</body></html>\n").toString();
  }

  private void timeline(Timeline timeline) {
    html.append("<table>\n");
    boolean running = true;
    int number = 0;
    for (Timeline.Operation each : timeline.operations()) {
      if (running && each.fate() == Timeline.Fate.LATER) {
        cut();
        running = false;
      }
      number++;
      html.append("<tr class=\"").append(each.fate()).append("\"><td>").append(number);
      html.append("</td><td><code>");
      text(each.text());
      html.append("</code></td><td>");
      text(each.fate().text());
      html.append("</td></tr>\n");
    }
    if (running) {
      cut();
    }
    html.append("</table>\n");
  }

  private void cut() {
    html.append("<tr class=\"cut\"><td colspan=\"3\">the power was cut here</td></tr>\n");
  }

  private void disk(DiskImage image) {
    element("h2", "What was on the disk then");
    html.append("<table>\n");
    List<String> lines = image.lines();
    List<DiskNode> nodes = List.copyOf(image.files().values());
    for (int i = 0; i < nodes.size(); i++) {
      html.append("<tr><td></td><td><code>");
      text(lines.get(i));
      html.append("</code></td><td><code>");
      text(shown(nodes.get(i).content()));
      html.append("</code></td></tr>\n");
    }
    html.append("</table>\n");
  }

  /** Returns the beginning of a file: as text if that can be read. */
  private static String shown(byte[] content) {
    int length = Math.min(content.length, SHOWN);
    boolean readable = true;
    for (int i = 0; i < length; i++) {
      readable &= content[i] >= ' ' || content[i] == '\n' || content[i] == '\t';
    }
    String text =
        readable
            ? new String(content, 0, length, StandardCharsets.US_ASCII)
            : HexFormat.ofDelimiter(" ").formatHex(content, 0, length);
    return length < content.length ? text + " …" : text;
  }

  private void element(String name, String content) {
    html.append('<').append(name).append('>');
    text(content);
    html.append("</").append(name).append(">\n");
  }

  private void text(String content) {
    html.append(
        content
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;"));
  }
}
