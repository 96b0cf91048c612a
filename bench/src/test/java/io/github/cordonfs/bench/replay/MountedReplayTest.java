package io.github.cordonfs.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cordonfs.bench.measure.ReportText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountedReplayTest {

  private static final long CACHE = 16L << 20;

  @TempDir private Path directory;

  private DiskTrace trace(List<String> requests) throws IOException {
    Path file = directory.resolve("t.csv");
    Files.writeString(file, "version,time,op,size,lbn\n" + String.join("\n", requests) + "\n");
    return DiskTrace.read(file);
  }

  private static String request(long page, int pages) {
    return "1,5,28,%d,%d".formatted(pages * 4096, page * 8);
  }

  @Test
  void whatWasReadBeforeIsAHit() throws Exception {
    // Far from each other, so that nothing is read in advance.
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      requests.add(request(1000, 2));
      requests.add(request((1L << 29) - 3, 1));
      requests.add(request(200_000, 1));
    }
    try (MountedReplay replay = new MountedReplay(trace(requests))) {
      assertThat(replay.hitRates(0, CACHE).all()).isCloseTo(75, within(0.01));
    }
  }

  @Test
  void aRequestOneSectorUpTouchesOtherPages() throws Exception {
    // Two pages, as it begins one sector before one; one page, one sector up.
    List<String> requests = List.of("1,5,28,4096,8007", "1,5,28,4096,8007", "1,5,28,4096,9007");
    try (MountedReplay replay = new MountedReplay(trace(requests))) {
      assertThat(replay.hitRates(0, CACHE).all()).isCloseTo(100.0 / 3, within(0.01));
      assertThat(replay.hitRates(1, CACHE).all()).isCloseTo(100.0 / 3, within(0.01));
    }
    requests = List.of("1,5,28,4096,8007", "1,5,28,512,8000", "1,5,28,512,8008");
    try (MountedReplay replay = new MountedReplay(trace(requests))) {
      assertThat(replay.hitRates(0, CACHE).all()).isCloseTo(50, within(0.01));
      assertThat(replay.hitRates(1, CACHE).all()).isCloseTo(100.0 / 3, within(0.01));
    }
  }

  @Test
  void aLoopMuchLargerThanTheCacheHasFewHits() throws Exception {
    List<String> requests = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 12_000; i++) {
        // Every fourth page, in an order that is none.
        requests.add(request(4L * ((i * 7919L) % 12_000), 1));
      }
    }
    try (MountedReplay replay = new MountedReplay(trace(requests))) {
      assertThat(replay.hitRates(0, CACHE).all()).isBetween(0.0, 20.0);
      assertThat(replay.hitRates(0, 20 * CACHE).all()).isCloseTo(50, within(0.01));
    }
  }

  @Test
  void whatWasOnlyReadInAdvanceWasNotReadBefore() throws Exception {
    List<String> requests = new ArrayList<>();
    for (int page = 0; page < 2_000; page++) {
      requests.add(request(page, 1));
    }
    try (MountedReplay replay = new MountedReplay(trace(requests))) {
      MountedReplay.Rates rates = replay.hitRates(0, CACHE);
      assertThat(rates.all()).isGreaterThan(50);
      assertThat(rates.again()).isZero();
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Path made;
    try (MountedReplay replay = new MountedReplay(trace(List.of(request(1, 1))))) {
      made = replay.directory();
      assertThat(made).isDirectory();
      assertThat(replay.hitRates(0, CACHE).all()).isZero();
    }
    assertThat(made).doesNotExist();
  }

  @Test
  void theReportHasTheMountedFileBesideThePolicies() throws Exception {
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      // Far from each other, so that nothing is read in advance.
      requests.add(request(1_000L * i, 1));
      requests.add(request(1_000L * i, 1));
    }
    trace(requests);
    List<String> said = new ArrayList<>();
    ReportText report =
        Replay.of(directory.resolve("t.csv")).report(said::add, LocalDate.of(2026, 1, 2));
    assertThat(report.page())
        .contains("<figcaption>trace, a cache of 25 %</figcaption>", "<b>ARC</b>");
    assertThat(report.toString())
        .contains("| Cordon − best other | mounted file | of it read before |")
        .containsPattern("\\| trace \\| 2,000 \\| 25 % \\| 50.0 .*\\| 50.0 \\| 50.0 \\|\n")
        .containsPattern("\\| trace, one sector up \\| 4,000 \\| 25 % .*\\| 50.0 \\| 50.0 \\|\n")
        .containsPattern("\\| loop \\| 50,000 .*\\| – \\| – \\|\n");
    assertThat(said).hasSize(7);
  }
}
