package io.github.cordonfs.bench.measure;

import io.github.cordonfs.bench.measure.Chart.Bar;
import io.github.cordonfs.bench.measure.Chart.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A report as one file of HTML without a script, in which bars and their ranges are boxes of some
 * width. Whatever is told comes out as text.
 */
final class ReportPage {

  private static final String TITLE = "<!--TITLE-->";
  private static final String BODY = "<!--BODY-->";

  private static final String KEY =
      "A bar is the median of the rounds, the line across it their range. Where there is a ×, it says"
          + " how many times faster Cordon is.";

  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern EMPHASIS = Pattern.compile("\\*([^*\\s][^*]*)\\*");

  private final StringBuilder html = new StringBuilder();

  private ReportPage() {}

  static String of(ReportText report) {
    ReportPage page = new ReportPage();
    page.element("h1", report.title());
    page.list("source", report.source());
    for (ReportText.Section section : report.sections()) {
      page.section(section);
    }
    page.element("h2", "Notes");
    page.list("notes", report.notes());
    return template().replace(TITLE, escaped(report.title())).replace(BODY, page.html);
  }

  private void section(ReportText.Section section) {
    html.append("<section>\n");
    element("h2", section.title());
    if (!section.lead().isEmpty()) {
      element("p", section.lead());
    }
    Chart chart = section.chart();
    if (chart == null) {
      table(section.table());
    } else {
      element("p", KEY);
      chart.rows().stream().filter(row -> !row.bars().isEmpty()).forEach(this::row);
      html.append("<details><summary>As a table</summary>\n");
      table(section.table());
      html.append("</details>\n");
    }
    html.append("</section>\n");
  }

  private void row(Row row) {
    html.append("<figure>\n");
    element("figcaption", row.name());
    html.append("<ul>\n");
    double most = row.most();
    row.bars().forEach(bar -> bar(bar, row.unit(), most));
    html.append("</ul>\n</figure>\n");
  }

  private void bar(Bar bar, String unit, double most) {
    Spread figure = bar.figure();
    html.append("<li").append(bar.subject() ? " class=\"subject\"" : "").append('>');
    element("b", bar.target());
    html.append("<span class=\"track\" aria-hidden=\"true\">");
    box("bar", 0, share(figure.median(), most));
    if (figure.count() > 1) {
      box("range", share(figure.min(), most), share(figure.max(), most));
    }
    html.append("</span>");
    element("span", figure.formatWithRange() + " " + unit);
    element("i", bar.ratio().count() == 0 ? "" : "× " + bar.ratio().formatWithRange());
    html.append("</li>\n");
  }

  private static double share(double value, double most) {
    return most > 0 ? 100 * value / most : 0;
  }

  private void box(String name, double from, double to) {
    html.append(
        String.format(
            Locale.ROOT,
            "<span class=\"%s\" style=\"left:%.2f%%;width:%.2f%%\"></span>",
            name,
            from,
            to - from));
  }

  private void table(MarkdownTable table) {
    html.append("<div class=\"scroll\"><table>\n<thead><tr>");
    table.heads().forEach(head -> element("th scope=\"col\"", "th", head));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> cells : table.rows()) {
      html.append("<tr>");
      cells.forEach(cell -> element("td", cell));
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void list(String name, List<String> lines) {
    html.append("<ul class=\"").append(name).append("\">\n");
    lines.forEach(line -> element("li", line));
    html.append("</ul>\n");
  }

  private void element(String tag, String markdown) {
    element(tag, tag, markdown);
  }

  private void element(String begin, String end, String markdown) {
    html.append('<').append(begin).append('>').append(marked(markdown));
    html.append("</").append(end).append(">\n");
  }

  /** Of Markdown, the reports have code and emphasis. */
  private static String marked(String text) {
    String code = CODE.matcher(escaped(text)).replaceAll("<code>$1</code>");
    return EMPHASIS.matcher(code).replaceAll("<em>$1</em>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String template() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.html")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its report.html");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
