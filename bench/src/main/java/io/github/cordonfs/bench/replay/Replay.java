package io.github.cordonfs.bench.replay;

import io.github.cordonfs.cli.line.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays reads with Cordon's replacement policy and with others. */
public final class Replay {

  /** Few enough for a run of seconds. */
  private static final int FOOTPRINT = 50_000;

  private Replay() {}

  /** Prints the table; the argument, if there is one, is the trace. */
  public static void main(String[] args) {
    try {
      System.out.print(report(args.length == 0 ? null : Path.of(args[0])));
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(ExitCode.CANNOT_RUN);
    }
  }

  /**
   * Replays made-up loads and a trace.
   *
   * @param trace a file as {@link DiskTrace} reads it, or null for none
   * @return a table of hit rates in Markdown
   * @throws IOException if the trace cannot be read or is not one; the message says where
   */
  public static String report(@Nullable Path trace) throws IOException {
    // Before the others are replayed, as it may be wrong.
    DiskTrace read = trace == null ? null : DiskTrace.read(trace);
    List<HitRates> all = new ArrayList<>(ReplayPlan.replayMadeUp(FOOTPRINT));
    if (read != null) {
      all.addAll(ReplayPlan.replay(read));
    }
    return ReplayReport.of(all);
  }
}
