package io.github.cordonfs.bench.backed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.bench.measure.Pace;
import io.github.cordonfs.bench.measure.Results;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackedCampaignTest {

  private static final Pace FAST = new Pace(1, Duration.ofMillis(20), 1, Duration.ofMillis(20));
  private static final LocalDate DATE = LocalDate.of(2026, 1, 2);

  @Test
  void everythingIsMeasuredAndNothingIsLeftBehind(@TempDir Path directory) throws Exception {
    BackedPlan plan = BackedPlan.shortForm().withSize(32 << 20).withRounds(1).withPace(FAST);
    StringWriter said = new StringWriter();
    BackedCampaign campaign = new BackedCampaign(plan, directory, new PrintWriter(said));
    // Hits with one and two threads of three targets; three pairs; random writes of three targets,
    // two pairs; what is measured once.
    assertThat(campaign.figures()).isEqualTo(2 * 3 + 3 * 2 + 3 + 2 * 2 + 3);
    BackedCampaign.Outcome outcome = campaign.run();
    assertThat(outcome.notes()).isEmpty();
    for (BackedCell cell : plan.cells()) {
      assertThat(outcome.results().throughput(cell, BackedTarget.MOUNT).median()).isPositive();
    }
    assertThat(outcome.singles().get(Single.REQUESTS)).isEqualTo(1);
    assertThat(outcome.singles().get(Single.HEAP)).isBetween(0.0, 500.0);
    assertThat(outcome.singles().get(Single.LONGEST_HIT)).isPositive();
    try (var left = Files.newDirectoryStream(directory)) {
      assertThat(left).isEmpty();
    }
  }

  private static BackedCampaign.Outcome outcome(double mount, double requests) {
    BackedCell hits = BackedPlan.shortForm().cells().getFirst();
    Results<BackedCell, BackedTarget> results = new Results<>();
    results.beginRound();
    results.add(hits, BackedTarget.MOUNT, mount);
    results.add(hits, BackedTarget.MEMORY, 4);
    results.add(hits, BackedTarget.PLAIN, 1);
    Map<Single, Double> singles = new EnumMap<>(Single.class);
    singles.put(Single.REQUESTS, requests);
    BackedPlan plan = BackedPlan.shortForm().only(name -> name.contains("hits"));
    return new BackedCampaign.Outcome(
        plan, 1, Duration.ofSeconds(1), results, singles, List.of("a note"));
  }

  @Test
  void theReportSaysWhichGoalsAreMet() {
    String hits = "| random hits, 4 KiB, 256 MiB, 1 thread: mount / ";
    assertThat(BackedReport.of(outcome(3.9, 1), List.of("here"), DATE).toString())
        .contains(hits + "memory | ≥ 0.95 | 0.98 | yes |", hits + "plain | ≥ 2.00 | 3.90 | yes |")
        .contains("wait for | ≤ 1.00 | 1.00 | yes |", "- a note", "- here", "2026-01-02");
    assertThat(BackedReport.of(outcome(1.9, 2), List.of(), DATE).toString())
        .contains(hits + "memory | ≥ 0.95 | 0.48 | no |", hits + "plain | ≥ 2.00 | 1.90 | no |")
        .contains("wait for | ≤ 1.00 | 2.00 | no |");
  }

  @Test
  void whatIsWantedIsChosenByName() {
    assertThat(BackedPlan.shortForm().only("hangs"::equals).isEmpty()).isTrue();
    assertThat(BackedPlan.shortForm().only(name -> name.contains("hangs")).singles())
        .containsExactly(Single.LONGEST_HIT);
    assertThat(BackedPlan.full().only(name -> name.contains("1 GiB")).cells()).hasSize(3);
  }
}
