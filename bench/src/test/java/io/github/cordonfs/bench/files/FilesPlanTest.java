package io.github.cordonfs.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

final class FilesPlanTest {

  @Test
  void everyBenchmarkIsMeasured() {
    List<String> methods =
        Stream.of(EverydayBenchmark.class, MapBenchmark.class, FirstWriteBenchmark.class)
            .flatMap(benchmark -> Arrays.stream(benchmark.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Benchmark.class))
            .map(Method::getName)
            .toList();
    assertThat(
            FilesPlan.shortForm().cells().stream().map(cell -> cell.call().toString()).distinct())
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void whatCopiesIsMeasuredInThreeSizes() {
    assertThat(FilesPlan.full().cells())
        .filteredOn(cell -> cell.call() == Call.COPY)
        .map(FilesCell::size)
        .containsExactly(1L << 10, 64L << 10, 1L << 20);
  }

  @Test
  void cellsAreChosenByTheirText() {
    assertThat(FilesPlan.shortForm().only(Pattern.compile("^write, 64 KiB").asPredicate()).cells())
        .containsExactly(new FilesCell(Call.WRITE, 64 << 10));
  }

  @Test
  void firstWriteCanBeSmaller() {
    FilesPlan plan = FilesPlan.shortForm().withFirstWrite(64 << 20);
    assertThat(plan.cells())
        .hasSameSizeAs(FilesPlan.shortForm().cells())
        .contains(new FilesCell(Call.FIRST_WRITE, 64 << 20))
        .doesNotContain(new FilesCell(Call.FIRST_WRITE, FilesPlan.FIRST_WRITE));
  }
}
