package io.github.cordonfs.bench.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetadataReportTest {

  private final Results<MetadataCell, FileSystemTarget> results = new Results<>();
  private final Map<FileSystemTarget, FileCost> costs = new EnumMap<>(FileSystemTarget.class);

  @Test
  void oneThreadIsComparedWithTwoPeersAndTwoThreadsWithAll() {
    results.beginRound();
    measure(Work.STAT, 1, 10, 4, 8, 1);
    measure(Work.STAT, 2, 8, 4, 8, 10);
    assertThat(MetadataGoals.of(outcome()))
        .containsExactly(
            new Goal("stat, 1 thread: cordon / tmpfs", true, 2, 2.5),
            new Goal("stat, 1 thread: cordon / jimfs", true, 1.5, 1.25),
            new Goal("stat, 2 threads: cordon / tmpfs", true, 1, 2),
            new Goal("stat, 2 threads: cordon / jimfs", true, 1, 1),
            new Goal("stat, 2 threads: cordon / memoryfilesystem", true, 1, 0.8));
  }

  @Test
  void renamingIsReportedWithoutAGoal() {
    results.beginRound();
    measure(Work.RENAME, 1, 10, 20, 20, 20);
    assertThat(MetadataGoals.of(outcome())).isEmpty();
    assertThat(report()).contains("| rename, 1 thread | 0.50 | 0.50 | 0.50 |");
  }

  @Test
  void costOfAFileIsItsHeapAndWhatIsOutsideByThatOfJimfs() {
    costs.put(FileSystemTarget.CORDON, FileCost.parse(new FileCost(404, 4096).format()));
    costs.put(FileSystemTarget.JIMFS, new FileCost(9000, 0));
    assertThat(MetadataGoals.of(outcome()))
        .containsExactly(new Goal("bytes of a file: cordon / jimfs", false, 0.55, 0.5));
    assertThat(report()).contains("| cordon | 404 | 4096 | 4500 | 0.50 |");
  }

  private void measure(Work work, int threads, double... figures) {
    MetadataCell cell = new MetadataCell(work, threads);
    for (int i = 0; i < figures.length; i++) {
      results.add(cell, MetadataPlan.full().targets().get(i), figures[i]);
    }
  }

  private String report() {
    return MetadataReport.of(outcome(), List.of("Machine: one"), LocalDate.EPOCH).toString();
  }

  private MetadataCampaign.Outcome outcome() {
    return new MetadataCampaign.Outcome(
        MetadataPlan.shortForm(), 1, Duration.ofSeconds(1), results, costs, List.of());
  }
}
