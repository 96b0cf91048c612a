package io.github.cordonfs.conformance;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.List;

/** Replays traces, each in an empty file system of its own, and compares line by line. */
final class TraceReplayer {

  /** Room for what the traces write, and for what they poison. */
  private static final long SIZE = 128L << 20;

  private final Tally tally = new Tally();

  Tally tally() {
    return tally;
  }

  void replay(Trace trace) throws IOException {
    CordonOptions options =
        CordonOptions.builder()
            .size(SIZE)
            .huge(trace.huge())
            .injection(true)
            .physicalHugePages(false)
            .build();
    try (FileSystem fs = Cordon.newFileSystem(options)) {
      CordonUnderTest cordon = new CordonUnderTest(fs);
      List<Aftermath> aftermaths = aftermaths(trace, fs);
      for (TraceLine line : trace.lines()) {
        for (Aftermath each : aftermaths) {
          each.before(line);
        }
        String got = cordon.perform(line);
        Verdict verdict = compare(line, got);
        for (Aftermath each : aftermaths) {
          verdict = each.after(line, verdict);
        }
        tally.add(trace, line, got, verdict);
      }
    }
  }

  private static List<Aftermath> aftermaths(Trace trace, FileSystem fs) {
    // Recordings with huge folios do not tell holes from zeros.
    return trace.huge() == HugePolicy.NEVER
        ? List.of(new TailBytes(fs), new CleanPages(fs), new UnwrittenPages(fs))
        : List.of(new TailBytes(fs));
  }

  private static Verdict compare(TraceLine line, String got) {
    if (got.equals(line.recorded())) {
      return Verdict.EQUAL;
    }
    return Deliberate.explains(line, got) ? Verdict.DELIBERATE : Verdict.DIFFERENT;
  }
}
