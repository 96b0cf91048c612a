package io.github.cordonfs.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FilesReportTest {

  private final Results<FilesCell, FileSystemTarget> results = new Results<>();

  @Test
  void whatCopiesIsToBeTwiceAsFastAsTmpfsAndNothingSlowerThanJimfs() {
    results.beginRound();
    measure(new FilesCell(Call.COPY, 1 << 10), 10, 4, 8, 1);
    measure(new FilesCell(Call.CREATE_AND_DELETE, 100), 10, 8, 20, 1);
    measure(new FilesCell(Call.FIRST_WRITE, 4L << 30), 3, 2, 1);
    assertThat(FilesGoals.of(outcome()))
        .containsExactly(
            new Goal("copy, 1 KiB: cordon / tmpfs", true, 2, 2.5),
            new Goal("copy, 1 KiB: cordon / jimfs", true, 1, 1.25),
            new Goal("createAndDelete, 100 B: cordon / tmpfs", true, 1, 1.25),
            new Goal("createAndDelete, 100 B: cordon / jimfs", true, 1, 0.5),
            new Goal("firstWrite, 4 GiB: cordon / tmpfs", true, 1, 1.5),
            new Goal("firstWrite, 4 GiB: cordon / jimfs", true, 1, 3));
  }

  @Test
  void mappingIsComparedByItsTimeAndScatteredPagesHaveNoGoal() {
    results.beginRound();
    measure(new FilesCell(Call.MAP, 4 << 10), 10, 20);
    measure(new FilesCell(Call.MAP_HUGE, 256 << 20), 10, 40);
    measure(new FilesCell(Call.MAP_SCATTERED, 64 << 20), 1, 1000);
    assertThat(FilesGoals.of(outcome()))
        .containsExactly(
            new Goal("map, 4 KiB: time of cordon / time of tmpfs", false, 2, 2),
            new Goal("mapHuge, 256 MiB: time of cordon / time of tmpfs", false, 5, 4));
  }

  @Test
  void figuresOfEachUnitHaveATableOfTheirOwn() {
    results.beginRound();
    measure(new FilesCell(Call.WRITE, 1 << 10), 500, 100, 50, 25);
    measure(new FilesCell(Call.MAP, 4 << 10), 12_000, 24_000);
    measure(new FilesCell(Call.FIRST_WRITE, 4L << 30), 3, 2, 1);
    assertThat(FilesReport.of(outcome(), List.of("Machine: one"), LocalDate.EPOCH).toString())
        .contains("| write, 1 KiB | 5.00 | 10.0 | 20.0 |")
        .contains("| write, 1 KiB | 500.0 | 100.0 | 50.0 | 25.0 |")
        .contains("| calls/s | cordon | tmpfs | jimfs | memoryfilesystem |")
        .contains("| map, 4 KiB | 12000.0 | 24000.0 | – | – |")
        .contains("| GB/s | cordon | tmpfs | jimfs | memoryfilesystem |")
        .contains("| firstWrite, 4 GiB | 3.00 | 2.00 | 1.00 | – |");
  }

  private void measure(FilesCell cell, double... figures) {
    for (int i = 0; i < figures.length; i++) {
      results.add(cell, FilesPlan.full().targets().get(i), figures[i]);
    }
  }

  private FilesCampaign.Outcome outcome() {
    return new FilesCampaign.Outcome(
        FilesPlan.shortForm(), 1, Duration.ofSeconds(1), results, List.of());
  }
}
