package io.github.cordonfs.bench.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenReportTest {

  private final Results<OpenCell, FileSystemTarget> results = new Results<>();

  @Test
  void openingIsComparedByItsRatioAndFirstUseByItsDifferenceWithinARound() {
    results.beginRound();
    add(OpenCell.OPEN_WRITE_CLOSE, 30, 10);
    add(OpenCell.FIRST_USE, 400, 300);
    results.beginRound();
    add(OpenCell.OPEN_WRITE_CLOSE, 100, 100);
    add(OpenCell.FIRST_USE, 900, 500);
    assertThat(OpenReport.goals(OpenPlan.shortForm(), results))
        .containsExactly(
            new Goal("openWriteClose: cordon / jimfs", false, 1.5, 2),
            new Goal("firstUse, ms: cordon - jimfs", false, 150, 250));
    assertThat(report())
        .contains("| openWriteClose, µs | 65.0 (30.0–100.0) | – | 55.0 (10.0–100.0) | – |")
        .contains("| firstUse, ms: cordon - jimfs | ≤ 150.00 | 250.00 | no |");
  }

  @Test
  void whatOneSideLacksIsNoGoal() {
    results.beginRound();
    results.add(OpenCell.FIRST_USE, FileSystemTarget.CORDON, 400);
    assertThat(OpenReport.goals(OpenPlan.shortForm(), results)).isEmpty();
    assertThat(report()).doesNotContain("Goals");
  }

  private void add(OpenCell cell, double cordon, double jimfs) {
    results.add(cell, FileSystemTarget.CORDON, cordon);
    results.add(cell, FileSystemTarget.JIMFS, jimfs);
  }

  private String report() {
    OpenCampaign.Outcome outcome =
        new OpenCampaign.Outcome(
            OpenPlan.shortForm(), 2, Duration.ofSeconds(9), results, List.of());
    return OpenReport.of(outcome, List.of("Machine: one"), LocalDate.EPOCH).toString();
  }
}
