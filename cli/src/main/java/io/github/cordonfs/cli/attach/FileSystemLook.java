package io.github.cordonfs.cli.attach;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.cli.line.ByteSizes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one file system is like at one moment; sizes in bytes.
 *
 * @param at when it was asked, of {@link System#nanoTime}
 * @param transfers what was read and written so far
 * @param reads of a mount so far, by what they found
 * @param storeReads how often the store behind a mount was read so far; 0 if there is none
 * @param unwritten what the store does not have yet
 * @param failures handled so far, by source
 * @param lost ranges of files, by path
 */
record FileSystemLook(
    long at,
    String name,
    long capacity,
    long used,
    long resident,
    long huge,
    long dataLost,
    long retired,
    TransferCounts transfers,
    ReadCounts reads,
    long storeReads,
    long unwritten,
    Map<String, Long> failures,
    Map<String, List<ByteRange>> lost) {

  /** Asks a bean. */
  static FileSystemLook of(CordonMXBean bean) {
    Map<String, Long> failures = new LinkedHashMap<>();
    bean.getMemoryFailures()
        .forEach((source, n) -> failures.put(source.name().toLowerCase(Locale.ROOT), n.total()));
    Map<String, List<ByteRange>> lost = new LinkedHashMap<>();
    for (String path : bean.getBadFiles()) {
      try {
        lost.put(path, bean.badRanges(path));
      } catch (NoSuchFileException _) {
        // It was deleted since.
      } catch (IOException e) {
        // It has lost something, and what cannot be asked now.
        lost.put(path, List.of());
      }
    }
    return new FileSystemLook(
        System.nanoTime(),
        bean.getName(),
        bean.getCapacityBytes(),
        bean.getUsedBytes(),
        bean.getResidentBytes(),
        bean.getHugeBytes(),
        bean.getDataLostBytes(),
        bean.getRetiredBytes(),
        new TransferCounts(bean.getBytesRead(), bean.getBytesWritten()),
        new ReadCounts(bean.getReadHits(), bean.getReadMisses()),
        bean.getStoreReads(),
        bean.getUnwrittenBytes(),
        failures,
        lost);
  }

  /**
   * Prints it for people.
   *
   * @param before the look before at the same file system, from which on rates are computed
   */
  void print(PrintWriter out, @Nullable FileSystemLook before) {
    out.printf(
        "%s: %s used of %s, %s resident, %s in huge pages%n",
        name,
        ByteSizes.format(used),
        ByteSizes.format(capacity),
        ByteSizes.format(resident),
        ByteSizes.format(huge));
    out.printf(
        "  failures: %d hardware, %d scrub, %d injected; data lost now: %s; retired: %s%n",
        failures.getOrDefault("hardware", 0L),
        failures.getOrDefault("scrub", 0L),
        failures.getOrDefault("injected", 0L),
        ByteSizes.format(dataLost),
        ByteSizes.format(retired));
    out.printf(
        "  read: %s, written: %s%n",
        transferred(before, TransferCounts::bytesRead),
        transferred(before, TransferCounts::bytesWritten));
    if (storeReads > 0 || unwritten > 0) {
      out.printf(
          "  mount: %s, %d reads of the store, not in the store yet: %s%n",
          hitRate(), storeReads, ByteSizes.format(unwritten));
    }
    lost.forEach((path, ranges) ->
        out.printf("  lost: %s %s%n", printable(path), String.join(" ", text(ranges))));
  }

  private String transferred(
      @Nullable FileSystemLook before, ToLongFunction<TransferCounts> figure) {
    long bytes = figure.applyAsLong(transfers);
    if (before == null) {
      return ByteSizes.format(bytes);
    }
    double seconds = Math.max(1, at - before.at) / 1e9;
    long more = Math.max(0, bytes - figure.applyAsLong(before.transfers));
    return ByteSizes.format(bytes) + " (" + ByteSizes.format(Math.round(more / seconds)) + "/s)";
  }

  private String hitRate() {
    return reads.equals(ReadCounts.NONE)
        ? "no reads"
        : String.format(
            Locale.ROOT,
            "%.1f %% of %d reads found in memory",
            100 * reads.hitRate(),
            reads.hits() + reads.misses());
  }

  private static List<String> text(List<ByteRange> ranges) {
    return ranges.stream().map(ByteRange::toString).toList();
  }

  /** A name of a file must not move the cursor of a terminal. */
  private static String printable(String path) {
    StringBuilder text = new StringBuilder();
    path.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.toString();
  }

  Map<String, Object> json() {
    List<Object> files = new ArrayList<>();
    lost.forEach((path, ranges) ->
        files.add(
            Map.of(
                "path",
                path,
                "ranges",
                ranges.stream()
                    .map(each -> Map.of("offset", each.offset(), "length", each.length()))
                    .toList())));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("capacityBytes", capacity);
    json.put("usedBytes", used);
    json.put("residentBytes", resident);
    json.put("hugeBytes", huge);
    json.put("dataLostBytes", dataLost);
    json.put("retiredBytes", retired);
    json.put("bytesRead", transfers.bytesRead());
    json.put("bytesWritten", transfers.bytesWritten());
    json.put("readHits", reads.hits());
    json.put("readMisses", reads.misses());
    json.put("storeReads", storeReads);
    json.put("unwrittenBytes", unwritten);
    json.put("failures", failures);
    json.put("lost", files);
    return json;
  }
}
