package io.github.cordonfs.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace with writes is the same on a mount whose memory fails as on a plain file. */
class WrittenReplayTest {

  private static final int REQUESTS = 6_000;

  @TempDir Path directory;

  private DiskTrace trace() throws Exception {
    return DiskTrace.read(traceFile());
  }

  private Path traceFile() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("version,time,op,size,lbn\n");
    for (int i = 0; i < REQUESTS; i++) {
      boolean write = random.nextInt(5) < 3;
      int sectors = 1 + random.nextInt(random.nextInt(8) == 0 ? 100 : 16);
      text.append("1,")
          .append(i)
          .append(write ? ",2a," : ",28,")
          .append(sectors * 512)
          .append(',')
          .append(random.nextInt(20_000))
          .append('\n');
    }
    return Files.writeString(directory.resolve("trace.csv"), text);
  }

  @Test
  void nothingIsDifferentAndWhatIsLostWasTold() throws Exception {
    try (WrittenReplay replay = new WrittenReplay(trace(), directory.resolve("d"), 4 << 20)) {
      for (int round = 0; round < 2; round++) {
        WrittenReplay.Result result = replay.run();
        assertThat(result.different()).isZero();
        assertThat(result.untold()).isZero();
        assertThat(result.strikes()).isEqualTo((REQUESTS - 1) / 50);
        assertThat(result.lostPages()).isPositive();
        assertThat(result.healed()).isPositive();
        assertThat(result.refused()).isPositive();
      }
    }
    assertThat(directory.resolve("d")).isEmptyDirectory();
  }

  @Test
  void theReportSaysSo() throws Exception {
    AtomicInteger wrong = new AtomicInteger(-1);
    List<String> progress = new ArrayList<>();
    String report =
        Replay.of(traceFile())
            .writtenReport(progress::add, LocalDate.of(2026, 11, 30), wrong::set)
            .toString();
    assertThat(wrong).hasValue(0);
    assertThat(progress).hasSize(2);
    assertThat(report).contains("| 512 MiB | ", "| 4096 MiB | ").containsPattern("\\| 357 \\|");
  }
}
