package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.cli.drill.load.SampleFiles;
import io.github.cordonfs.cli.drill.load.SourceFile;
import io.github.cordonfs.cli.drill.load.SourceFiles;
import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.drill.storm.DrillOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillTest {

  @TempDir private Path temp;
  private DrillOptions options;

  @BeforeEach
  void createFiles() throws Exception {
    SampleFiles.create(temp);
    options =
        new DrillOptions(
            List.of(temp),
            Duration.ofMillis(100),
            1,
            0,
            0,
            5,
            0,
            false,
            7,
            HugePolicy.WITHIN_SIZE,
            PoisonPolicy.KEEP,
            0,
            false);
  }

  private Report run(BooleanSupplier interrupted) throws Exception {
    List<String> skipped = new ArrayList<>();
    List<SourceFile> sources = SourceFiles.collect(options.paths(), skipped::add);
    return new Drill(options, interrupted, skipped::add).run(sources);
  }

  @Test
  @Tag("F9")
  @Tag("F11")
  void foliosThatAreNeverSplitPass() throws Exception {
    options =
        new DrillOptions(
            List.of(temp),
            Duration.ofMillis(500),
            1,
            1,
            1,
            20,
            5,
            true,
            7,
            HugePolicy.UNSPLITTABLE,
            PoisonPolicy.KEEP,
            0,
            false);
    Report report = run(() -> false);
    assertThat(report.examples()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASS);
  }

  /** After so many looks in the middle of a file, or of its being stored. */
  @Test
  void anInterruptWhileLoadingLeavesNoReport() throws Exception {
    for (int looks = 0; looks < 8; looks++) {
      AtomicInteger left = new AtomicInteger(looks);
      assertThat(run(() -> left.getAndDecrement() <= 0)).as("after %d looks", looks).isNull();
    }
  }

  @Test
  void anInterruptLaterLeavesWhatWasFoundSoFar() throws Exception {
    AtomicInteger left = new AtomicInteger(30);
    assertThat(run(() -> left.getAndDecrement() <= 0).verdict())
        .isEqualTo(Report.Verdict.INTERRUPTED);
  }
}
