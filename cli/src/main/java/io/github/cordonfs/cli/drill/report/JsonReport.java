package io.github.cordonfs.cli.drill.report;

import io.github.cordonfs.cli.line.Json;
import java.util.LinkedHashMap;
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
    json.put("strikeNanos", times(report.strikeNanos()));
    json.put("throughputBefore", throughput(report.before()));
    json.put("throughputDuring", throughput(report.during()));
    json.put("examples", report.examples());
    json.put("failure", report.failure() == null ? null : report.failure().toString());
    json.put("verdict", lower(report.verdict()));
    return Json.text(json);
  }

  /** Returns the text of the report of a drill over a mounted directory. */
  public static String of(BackedReport report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("backing", report.directory());
    json.put("files", report.files());
    json.put("bytes", report.bytes());
    json.put("pages", report.pages());
    json.put("cacheBytes", report.cacheBytes());
    json.put("seed", report.seed());
    json.put("strikes", report.strikes());
    json.put("healed", report.healed());
    json.put("neverReadAgain", report.neverRead());
    json.put("strikesOnFreed", report.strikesOnFreed());
    json.put("storeReads", report.storeReads());
    json.put("silentWrongBytes", report.silentWrongBytes());
    json.put("errors", report.errors());
    json.put("reportMismatches", report.reportMismatches());
    json.put("filesChanged", report.filesChanged());
    json.put("bytesVerified", report.bytesVerified());
    json.put("outOfServiceBytes", report.outOfServiceBytes());
    json.put("strikeNanos", times(report.strikeNanos()));
    json.put("throughputBefore", read(report.before()));
    json.put("throughputDuring", read(report.during()));
    json.put("examples", report.examples());
    json.put("failure", report.failure() == null ? null : report.failure().toString());
    json.put("verdict", lower(report.verdict()));
    return Json.text(json);
  }

  private static Map<String, @Nullable Object> times(StrikeTimes.Summary times) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("p50", times.p50());
    json.put("p99", times.p99());
    json.put("max", times.max());
    return json;
  }

  private static Map<String, @Nullable Object> read(Report.Throughput throughput) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("readBytesPerSecond", throughput.read());
    return json;
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
}
