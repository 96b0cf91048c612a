package io.github.cordonfs.cli.drill.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.PoisonPolicy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableReportTest {

  private static Report report(
      long wrong, long intact, @Nullable Throwable failure, Report.Verdict verdict) {
    return new Report(
        1,
        100,
        1,
        HugePolicy.WITHIN_SIZE,
        PoisonPolicy.KEEP,
        7,
        1,
        1,
        0,
        0,
        Map.of(Outcome.RECOVERED, 2L, Outcome.FAILED, 0L),
        2,
        new Report.Mapped(1, 100, 1),
        Map.of(),
        new Report.Joins(0, Map.of(), 0),
        wrong,
        intact,
        0,
        0,
        200,
        1,
        "hash",
        0,
        0,
        8192,
        new StrikeTimes.Summary(950, 16_037_100, 2_464_014_800L),
        new Report.Throughput(1 << 30, 1 << 20),
        new Report.Throughput(1 << 29, 1 << 19),
        List.of(),
        failure,
        verdict);
  }

  private static String print(Report report, boolean verbose) {
    StringWriter text = new StringWriter();
    new TableReport(new PrintWriter(text), verbose).print(report);
    return text.toString();
  }

  @Test
  void theTableSaysWhatUsersAskFor() {
    assertThat(print(report(0, 0, null, Report.Verdict.PASS), false))
        .isEqualTo(
            """
            files loaded               1 (100 bytes, 1 page)
            pages failed               1 of loaded files (seed 7), 1 of files being written
            errors reported            2 by channels, 1 by mappings
            wrong bytes read silently  0
            errors in intact pages     0
            bytes checked              200 bytes; 100 bytes went through mappings
            pages restored             1
            memory out of service      8.0 KiB
            time of a strike           median 1 us, 99% within 16 ms, longest 2.5 s
                                       (the whole call, with waiting for locks and for a processor)
            read a second              1.0 GiB before, 512.0 MiB while pages failed
            written a second           1.0 MiB before, 512.0 KiB while pages failed

            PASS: every lost page was reported, and nothing else failed.
            """);
  }

  @Test
  void whatIsForDiagnosisIsShownOnRequest() {
    assertThat(print(report(0, 0, null, Report.Verdict.PASS), true))
        .contains(
            """
            strikes by outcome         2 contained
            strikes on free memory     0
            strikes on other files     0
            huge folios                0 before, 0 after (huge=within_size)
            """);
  }

  @Test
  void oneIsNotSeveral() {
    assertThat(print(report(1, 1, null, Report.Verdict.FAIL), false))
        .endsWith("FAIL: 1 wrong byte read silently, 1 error in intact pages.\n");
    assertThat(print(report(2, 3, null, Report.Verdict.FAIL), false))
        .endsWith("FAIL: 2 wrong bytes read silently, 3 errors in intact pages.\n");
  }

  @Test
  void anUnexpectedErrorIsNoFinding() {
    Report report =
        report(0, 0, new IllegalStateException("lost its way"), Report.Verdict.BROKEN_OFF);
    assertThat(print(report, false))
        .contains("broken off by              java.lang.IllegalStateException: lost its way")
        .endsWith("BROKEN OFF: by an unexpected error; nothing wrong was read until then.\n");
  }
}
