package io.github.cordonfs.monitor.http;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.monitor.pool.FailureLog;
import io.github.cordonfs.monitor.pool.FailureLog.Numbered;
import io.github.cordonfs.monitor.pool.FailureReport;
import io.github.cordonfs.monitor.pool.WatchedPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about failures: a list of them, and what files have lost. */
final class FailureAnswers {

  private static final int MOST_FILES = 1000;

  private static final String HEAD =
      "number,time,frame,path,offset,length,data lost,source,outcome,use,kernel page,handling ns\n";

  private final WatchedPool pool;
  private final FailureLog log;

  FailureAnswers(WatchedPool pool, FailureLog log) {
    this.pool = pool;
    this.log = log;
  }

  Response failures(Query query) throws Refusal {
    String format = query.text("format", "json");
    if (!format.equals("json") && !format.equals("csv")) {
      throw new Refusal(400, "the parameter format is neither json nor csv");
    }
    String source = query.text("source", "");
    String path = query.text("path", "");
    boolean lost = query.text("lost", "").equals("true");
    List<Numbered> chosen =
        log.all().stream()
            .filter(each -> source.isEmpty() || each.report().source().equals(source))
            .filter(each -> !lost || each.report().dataLost())
            .filter(each -> isAbout(each.report(), path))
            .toList();
    if (format.equals("csv")) {
      StringBuilder csv = new StringBuilder(HEAD);
      chosen.forEach(each -> line(csv, each));
      return new Response(
          "text/csv; charset=utf-8",
          csv.toString().getBytes(StandardCharsets.UTF_8),
          Map.of("Content-Disposition", "attachment; filename=\"failures.csv\""));
    }
    return Response.json(chosen.stream().map(FailureAnswers::json).toList());
  }

  private static boolean isAbout(FailureReport report, String path) {
    return path.isEmpty() || report.paths().stream().anyMatch(each -> each.contains(path));
  }

  static Map<String, @Nullable Object> json(Numbered numbered) {
    FailureReport report = numbered.report();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", numbered.number());
    json.put("time", report.time());
    json.put("frame", report.frame());
    json.put("paths", report.paths());
    json.put("offset", report.range().offset());
    json.put("length", report.range().length());
    json.put("dataLost", report.dataLost());
    json.put("source", report.source());
    json.put("outcome", report.outcome());
    json.put("use", report.use());
    json.put("pfn", pfn(report));
    json.put("handlingNanos", report.handling().toNanos());
    return json;
  }

  private static @Nullable String pfn(FailureReport report) {
    return report.kernelPfn() < 0 ? null : "0x" + Long.toHexString(report.kernelPfn());
  }

  private static void line(StringBuilder csv, Numbered numbered) {
    FailureReport report = numbered.report();
    String pfn = pfn(report);
    csv.append(numbered.number()).append(',');
    csv.append(report.time()).append(',');
    csv.append(report.frame()).append(',');
    csv.append('"').append(String.join(" ", report.paths()).replace("\"", "\"\"")).append("\",");
    csv.append(report.range().offset()).append(',');
    csv.append(report.range().length()).append(',');
    csv.append(report.dataLost()).append(',');
    csv.append(report.source()).append(',');
    csv.append(report.outcome()).append(',');
    csv.append(report.use()).append(',');
    csv.append(pfn == null ? "" : pfn).append(',');
    csv.append(report.handling().toNanos()).append('\n');
  }

  Response files(Query query) throws Refusal {
    List<Object> files = new ArrayList<>();
    List<String> bad = pool.badFiles();
    for (String path : bad.subList(0, Math.min(bad.size(), MOST_FILES))) {
      try {
        List<ByteRange> ranges = pool.badRanges(path);
        if (!ranges.isEmpty()) {
          files.add(file(path, ranges));
        }
      } catch (NoSuchFileException _) {
        // It was deleted since the list was made.
      } catch (IOException e) {
        // It has lost something, and what cannot be asked now.
        files.add(file(path, List.of()));
      }
    }
    return Response.json(Map.of("files", files, "more", bad.size() > MOST_FILES));
  }

  private static Map<String, Object> file(String path, List<ByteRange> ranges) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", path);
    json.put("lost", ranges.stream().mapToLong(ByteRange::length).sum());
    json.put("ranges", ranges.stream().map(each -> file(path, each)).toList());
    return json;
  }

  private static Map<String, Object> file(String path, ByteRange range) {
    String arguments =
        "(fs.getPath("
            + JavaText.quoted(path)
            + "), new ByteRange("
            + number(range.offset())
            + ", "
            + number(range.length())
            + ")";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("offset", range.offset());
    json.put("length", range.length());
    json.put("clear", "fs.memoryFailures().clearPoison" + arguments + ");");
    json.put("restore", "fs.memoryFailures().restore" + arguments + ", replica);");
    return json;
  }

  private static String number(long value) {
    return value > Integer.MAX_VALUE ? value + "L" : Long.toString(value);
  }
}
