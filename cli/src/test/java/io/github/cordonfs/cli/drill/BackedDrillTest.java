package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cordonfs.cli.drill.load.SampleFiles;
import io.github.cordonfs.cli.drill.load.SourceFile;
import io.github.cordonfs.cli.drill.load.SourceFiles;
import io.github.cordonfs.cli.drill.report.BackedReport;
import io.github.cordonfs.cli.drill.report.Report.Verdict;
import io.github.cordonfs.cli.drill.storm.BackedOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill over a mounted directory, and that it notices what it is there to notice. */
class BackedDrillTest {

  private static final long CACHE = 16L << 20;

  private interface Change {
    void make() throws IOException;
  }

  @TempDir private Path temp;
  private Path data;
  private final List<String> skipped = new ArrayList<>();

  @BeforeEach
  void createFiles() throws IOException {
    data = temp.resolve("data");
    SampleFiles.create(data);
  }

  private BackedReport drill(int strikes, BooleanSupplier interrupted, Change change)
      throws Exception {
    BackedOptions options =
        new BackedOptions(data, Duration.ofMillis(300), 2, strikes, 7, CACHE, false);
    List<SourceFile> sources = SourceFiles.collect(List.of(data), skipped::add);
    BackedReport report =
        new BackedDrill(options, interrupted, skipped::add)
            .run(
                sources,
                () -> {
                  try {
                    change.make();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    return report;
  }

  private BackedReport drill(int strikes, Change change) throws Exception {
    return drill(strikes, () -> false, change);
  }

  @Test
  @Tag("H9")
  void everyStrikeHeals() throws Exception {
    BackedReport report = drill(500, () -> {});
    assertThat(report.examples()).isEmpty();
    assertThat(report.failure()).isNull();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.strikes()).isGreaterThanOrEqualTo(500);
    assertThat(report.healed()).isEqualTo(report.strikes());
    assertThat(report.neverRead()).isZero();
    assertThat(report.files()).isEqualTo(SampleFiles.FILES);
    assertThat(report.bytes()).isEqualTo(SampleFiles.BYTES);
    assertThat(report.pages()).isEqualTo(SampleFiles.PAGES);
    assertThat(report.bytesVerified()).isGreaterThanOrEqualTo(SampleFiles.BYTES);
    // A page that was struck and was right afterwards has been read again.
    assertThat(report.storeReads()).isGreaterThanOrEqualTo(500);
    assertThat(report.filesChanged()).isZero();
    assertThat(skipped).isEmpty();
  }

  @Test
  @Tag("B8")
  void aCacheSmallerThanTheDataIsEnough() throws Exception {
    byte[] large = new byte[40 << 20];
    new Random(3).nextBytes(large);
    Files.write(data.resolve("large"), large);
    BackedReport report = drill(300, () -> {});
    assertThat(report.examples()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.cacheBytes()).isEqualTo(CACHE).isLessThan(report.bytes());
    assertThat(report.healed()).isEqualTo(report.strikes()).isGreaterThanOrEqualTo(300);
  }

  /** The disk is the truth, and it has other bytes than it had: they are wrong. */
  @Test
  void bytesThatChangeWithoutATraceAreWrong() throws Exception {
    BackedReport report =
        drill(
            100,
            () -> {
              Path file = data.resolve("sub/huge");
              FileTime modified = Files.getLastModifiedTime(file);
              byte[] bytes = Files.readAllBytes(file);
              bytes[5000] ^= 1;
              Files.write(file, bytes);
              Files.setLastModifiedTime(file, modified);
            });
    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.silentWrongBytes()).isPositive();
    assertThat(report.examples()).first().asString().contains("page 1 of data/sub/huge");
    assertThat(report.errors()).isZero();
    assertThat(report.filesChanged()).isZero();
  }

  @Test
  void aFileThatOthersChangeIsNotJudged() throws Exception {
    BackedReport report =
        drill(
            100,
            () -> {
              Path file = data.resolve("sub/huge");
              byte[] bytes = Files.readAllBytes(file);
              bytes[5000] ^= 1;
              Files.write(file, bytes);
              Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
              Files.write(data.resolve("middle"), new byte[10]);
              Files.delete(data.resolve("sub/small"));
            });
    assertThat(report.examples()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.filesChanged()).isEqualTo(3);
  }

  @Test
  void whenEveryFileChangesThereIsNothingToJudge() throws Exception {
    data = data.resolve("sub");
    BackedReport report =
        drill(
            10,
            () -> {
              for (String name : List.of("huge", "small", "whole pages")) {
                Files.delete(data.resolve(name));
              }
            });
    assertThat(report.verdict()).isEqualTo(Verdict.BROKEN_OFF);
    assertThat(report.failure()).hasMessageContaining("others changed every file");
  }

  @Test
  void anInterruptWhileReadingLeavesNoReport() throws Exception {
    assertThat(drill(10, () -> true, () -> {})).isNull();
  }

  @Test
  void anInterruptLaterLeavesWhatWasFoundSoFar() throws Exception {
    boolean[] surveyed = {false};
    BackedReport report = drill(10, () -> surveyed[0], () -> surveyed[0] = true);
    assertThat(report.verdict()).isEqualTo(Verdict.INTERRUPTED);
  }

  @Test
  void linksOutOfTheDirectoryAreLeftOut() throws Exception {
    Path outside = Files.write(temp.resolve("outside"), new byte[5000]);
    Files.createSymbolicLink(data.resolve("link"), outside);
    assertThat(drill(10, () -> {}).verdict()).isEqualTo(Verdict.PASS);
    assertThat(skipped).singleElement().asString().contains("link: a link that leads out of");
  }

  @Test
  void moreMemoryThanThereIsIsRefused() {
    BackedOptions options =
        new BackedOptions(data, Duration.ofMillis(50), 1, 1, 7, 1L << 50, false);
    assertThatExceptionOfType(BackedDrill.ImpossibleException.class)
        .isThrownBy(() ->
            new BackedDrill(options, () -> false, skipped::add)
                .run(SourceFiles.collect(List.of(data), skipped::add)))
        .withMessageContaining("not enough memory");
  }
}
