package io.github.cordonfs.bench.replay;

import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.Spread;
import io.github.cordonfs.bench.replay.WrittenReplay.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Replays a trace with its writes, with caches of several sizes, and tells what came of it. */
final class WrittenReplayReport {

  private static final int ROUNDS = 3;
  private static final List<Long> CACHES = List.of(512L << 20, 4L << 30);

  static final String LEAD =
      "All requests, with a force after every 1,000, on a sparse file: by a plain `FileChannel`, and"
          + " through a mount of which a page fails after every 50 requests, in turns one just asked for"
          + " and an older one. *healed* pages were read again. Of *lost* ones nobody had the content; they"
          + " stay so, and *told* counts the reads and writes that met them. *wrong*: what was read or is"
          + " on the disk in the end differs from the plain file and was not told, or a page is lost and no"
          + " force said so. Seconds are medians of "
          + ROUNDS
          + " rounds, with ranges.";

  private WrittenReplayReport() {}

  /**
   * Replays.
   *
   * @param progress told what has come out so far
   * @param table gets a row for each size
   * @return how often something was silently wrong
   */
  static int run(DiskTrace trace, Consumer<String> progress, MarkdownTable table)
      throws IOException {
    int wrong = 0;
    Path directory = Files.createTempDirectory("cordon-replay");
    try {
      for (long cache : CACHES) {
        List<Result> all = new ArrayList<>();
        try (WrittenReplay replay = new WrittenReplay(trace, directory, cache)) {
          for (int round = 0; round < ROUNDS; round++) {
            all.add(replay.run());
          }
        }
        wrong += sum(all, each -> each.different() + each.untold());
        table.row(row(cache, all));
        progress.accept("cache of " + (cache >>> 20) + " MiB: done");
      }
    } finally {
      Files.deleteIfExists(directory);
    }
    return wrong;
  }

  static MarkdownTable table() {
    return new MarkdownTable(
        List.of(
            "cache",
            "plain, s",
            "mount, s",
            "speed of plain",
            "failures",
            "healed",
            "lost",
            "told",
            "wrong"));
  }

  private static List<String> row(long cache, List<Result> all) {
    Spread plain = Spread.of(all.stream().mapToDouble(Result::plainSeconds).toArray());
    Spread mount = Spread.of(all.stream().mapToDouble(Result::mountSeconds).toArray());
    Spread ratio =
        Spread.of(
            all.stream().mapToDouble(each -> each.plainSeconds() / each.mountSeconds()).toArray());
    return List.of(
        (cache >>> 20) + " MiB",
        plain.formatWithRange(),
        mount.formatWithRange(),
        ratio.formatWithRange(),
        "" + sum(all, Result::strikes),
        "" + sum(all, Result::healed),
        "" + sum(all, Result::lostPages),
        "" + sum(all, Result::refused),
        "" + sum(all, each -> each.different() + each.untold()));
  }

  private static int sum(List<Result> all, ToIntFunction<Result> what) {
    return all.stream().mapToInt(what).sum();
  }
}
