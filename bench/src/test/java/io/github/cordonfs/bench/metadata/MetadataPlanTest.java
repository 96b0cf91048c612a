package io.github.cordonfs.bench.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

final class MetadataPlanTest {

  @Test
  void everyBenchmarkIsMeasuredOnOneThread() {
    assertThat(MetadataPlan.shortForm().cells())
        .filteredOn(cell -> cell.threads() == 1)
        .map(cell -> cell.work().method())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MetadataBenchmark.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(method -> method.getName())
                .toList());
  }

  @Test
  void whatHasAGoalIsMeasuredOnTwoThreadsToo() {
    assertThat(MetadataPlan.full().cells())
        .filteredOn(cell -> cell.threads() == 2)
        .map(MetadataCell::work)
        .containsExactly(Work.CREATE, Work.OPEN, Work.STAT, Work.LIST, Work.WALK, Work.DELETE_TREE);
  }

  @Test
  void cellsAndTheCostOfAFileAreChosenByTheirText() {
    MetadataPlan create = only("create");
    assertThat(create.cells())
        .containsExactly(new MetadataCell(Work.CREATE, 1), new MetadataCell(Work.CREATE, 2));
    assertThat(create.fileCost()).isFalse();
    assertThat(only("^delete, ").cells()).containsExactly(new MetadataCell(Work.DELETE, 1));
    assertThat(only("bytes").cells()).isEmpty();
    assertThat(only("bytes").fileCost()).isTrue();
  }

  private static MetadataPlan only(String regex) {
    return MetadataPlan.shortForm().only(Pattern.compile(regex).asPredicate());
  }
}
