package io.github.cordonfs.bench.replay;

import io.github.cordonfs.bench.measure.Machine;
import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.ReportText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Replays reads with Cordon's replacement policy and with others, and on a mounted file. */
public final class Replay {

  /** Few enough for a run of seconds. */
  private static final int FOOTPRINT = 50_000;

  private final DiskTrace trace;

  private Replay(DiskTrace trace) {
    this.trace = trace;
  }

  /**
   * Reads a trace.
   *
   * @param file as {@link DiskTrace} reads it
   * @throws IOException if the trace cannot be read or is not one; the message says where
   */
  public static Replay of(Path file) throws IOException {
    return new Replay(DiskTrace.read(file));
  }

  /**
   * Replays made-up loads and the trace.
   *
   * @param progress told what has come out so far
   * @param date when
   * @return a report
   * @throws IOException if a file for the trace cannot be made in the directory for temporary
   *     files, or read
   */
  public ReportText report(Consumer<String> progress, LocalDate date)
      throws IOException, InterruptedException {
    List<HitRates> all = new ArrayList<>(ReplayPlan.replayMadeUp(FOOTPRINT));
    progress.accept("made-up loads: done");
    all.addAll(ReplayPlan.replayMounted(trace, progress));
    ReportText text = new ReportText("Cordon's replacement policy beside others");
    text.section(
        "Hit rates",
        "Simulated: the same reads, as many pages in memory. *mounted file*: the requests of the"
            + " trace, each with one read, on a mounted sparse file with a cache of as many bytes;"
            + " *of it read before* leaves out what was only read in advance.",
        ReplayReport.of(all),
        ReplayReport.chart(all));
    List<String> notes = new ArrayList<>(Machine.describe());
    notes.add("Date: " + date);
    notes.add(
        "The mount reads in advance as it always does, so a page may be in memory before it was read"
            + " once: *mounted file* counts that as a hit, and depends on how fast it is. The size of its cache is rounded up to 2 MiB, and its own"
            + " tables come out of it.");
    text.notes(notes);
    return text;
  }

  /**
   * Replays the trace with its writes, on a plain file and through a mount whose memory fails.
   *
   * @param progress told what has come out so far
   * @param date when
   * @param wrong told how often something was silently wrong
   */
  public ReportText writtenReport(Consumer<String> progress, LocalDate date, IntConsumer wrong)
      throws IOException {
    MarkdownTable table = WrittenReplayReport.table();
    wrong.accept(WrittenReplayReport.run(trace, progress, table));
    ReportText text = new ReportText("A trace with its writes, while memory fails");
    text.section("Replay", WrittenReplayReport.LEAD, table);
    List<String> notes = new ArrayList<>(Machine.describe());
    notes.add("Date: " + date);
    notes.add("The plain file has all of the kernel's cache, the mount that and its own.");
    text.notes(notes);
    return text;
  }
}
