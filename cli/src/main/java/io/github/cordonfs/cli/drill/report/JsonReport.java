package io.github.cordonfs.cli.drill.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a report for programs to read. Throughput is in bytes a second. */
public final class JsonReport {

  private JsonReport() {}

  /** Returns the text of a report. */
  public static String of(Report report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("files", report.files());
    json.put("bytes", report.bytes());
    json.put("pages", report.pages());
    json.put("huge", lower(report.huge()));
    json.put("poison", lower(report.poison()));
    json.put("seed", report.seed());
    json.put("strikes", report.strikes());
    json.put("strikesOnWriters", report.strikesOnWriters());
    json.put("strikesOnFreed", report.strikesOnFreed());
    json.put("strikesAstray", report.strikesAstray());
    json.put("outcomes", counts(report.outcomes()));
    json.put("errorsReported", report.errorsReported());
    json.put("faultsReported", report.mapped().faults());
    json.put("silentWrongBytes", report.silentWrongBytes());
    json.put("bystandersHurt", report.bystandersHurt());
    json.put("pagesNotTold", report.pagesNotTold());
    json.put("reportMismatches", report.reportMismatches());
    json.put("bytesVerified", report.bytesVerified());
    json.put("restored", report.restored());
    json.put("mappings", report.mapped().mappings());
    json.put("mappedBytes", report.mapped().bytes());
    json.put("softOfflines", counts(report.softOfflines()));
    Map<String, @Nullable Object> joins = new LinkedHashMap<>();
    joins.put("joined", report.joins().joined());
    joins.put("notJoined", counts(report.joins().notJoined()));
    joins.put("joinedInBackground", report.joins().inBackground());
    json.put("collapse", joins);
    json.put("seededSetHash", report.seededSetHash());
    json.put("hugeFoliosBefore", report.hugeFoliosBefore());
    json.put("hugeFoliosAfter", report.hugeFoliosAfter());
    json.put("outOfServiceBytes", report.outOfServiceBytes());
    Map<String, @Nullable Object> nanos = new LinkedHashMap<>();
    nanos.put("p50", report.strikeNanos().p50());
    nanos.put("p99", report.strikeNanos().p99());
    nanos.put("max", report.strikeNanos().max());
    json.put("strikeNanos", nanos);
    json.put("throughputBefore", throughput(report.before()));
    json.put("throughputDuring", throughput(report.during()));
    json.put("examples", report.examples());
    json.put("failure", report.failure() == null ? null : report.failure().toString());
    json.put("verdict", lower(report.verdict()));
    StringBuilder text = new StringBuilder();
    append(text, json, "");
    return text.append('\n').toString();
  }

  private static Map<String, @Nullable Object> throughput(Report.Throughput throughput) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("readBytesPerSecond", throughput.read());
    json.put("writeBytesPerSecond", throughput.written());
    return json;
  }

  private static <E extends Enum<E>> Map<String, @Nullable Object> counts(Map<E, Long> counts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    counts.forEach((what, count) -> json.put(lower(what), count));
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void append(StringBuilder text, @Nullable Object value, String indent) {
    switch (value) {
      case null -> text.append("null");
      case Map<?, ?> map -> {
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(separator).append(indent).append("  ");
          quote(text, String.valueOf(entry.getKey()));
          text.append(": ");
          append(text, entry.getValue(), indent + "  ");
          separator = ",\n";
        }
        text.append(map.isEmpty() ? "{" : "\n" + indent).append('}');
      }
      case List<?> list -> {
        String separator = "";
        text.append('[');
        for (Object element : list) {
          text.append(separator);
          append(text, element, indent);
          separator = ", ";
        }
        text.append(']');
      }
      case Number number -> text.append(number);
      default -> quote(text, value.toString());
    }
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // A surrogate may be without its partner: a file name need not be valid text.
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
