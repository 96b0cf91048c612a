package io.github.cordonfs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cordonfs.bench.backed.BackedPlan;
import io.github.cordonfs.bench.backed.BackedTarget;
import io.github.cordonfs.bench.files.FilesPlan;
import io.github.cordonfs.bench.metadata.MetadataPlan;
import io.github.cordonfs.bench.open.OpenCell;
import io.github.cordonfs.bench.open.OpenPlan;
import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.watched.WatchedCell;
import io.github.cordonfs.bench.watched.WatchedPlan;
import io.github.cordonfs.cli.line.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class BenchCommandTest {

  @Test
  void shortFormIsTheDefault() {
    assertThat(parse()).isEqualTo(Plan.shortForm());
  }

  @Test
  void otherFormsAreChosenByName() {
    assertThat(parse("--full")).isEqualTo(Plan.full());
    assertThat(parse("--all")).isEqualTo(Plan.all());
    assertThatExceptionOfType(CommandLine.MutuallyExclusiveArgsException.class)
        .isThrownBy(() -> parse("--full", "--all"));
  }

  @Test
  void cellsAreChosenByTheirText() {
    Plan plan = parse("--all", "--only", "random read, 4 KiB, heap, 2 threads");
    assertThat(plan.cells())
        .containsExactly(new Cell(Operation.READ, Access.RANDOM, 4096, BufferKind.HEAP, 2));
    assertThat(plan.strikeRounds()).isZero();
    assertThat(parse("--only", "strike").cells()).isEmpty();
    assertThat(parse("--only", "strike").strikeRounds()).isEqualTo(1);
  }

  @Test
  void targetsAreChosenByName() {
    assertThat(parse("--targets", "bare,Cordon-Huge").targets())
        .containsExactly(Target.BARE, Target.CORDON_HUGE);
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> parse("--targets", "ramdisk"))
        .withMessageContaining("no such target: ramdisk");
  }

  @Test
  void roundsAskedForAreAllRun() {
    assertThat(parse("--rounds", "7").rounds()).isEqualTo(7);
    assertThat(parse("--rounds", "7").limit()).isEqualTo(Plan.full().limit());
  }

  @Test
  void workWithNamesHasPlansOfItsOwn() {
    assertThat(command("--metadata").metadataPlan()).isEqualTo(MetadataPlan.shortForm());
    assertThat(command("--metadata", "--full").metadataPlan()).isEqualTo(MetadataPlan.full());
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--metadata", "--all").metadataPlan());
  }

  @Test
  void targetsOfWorkWithNamesAreItsOwn() {
    assertThat(command("--metadata", "--targets", "Jimfs,cordon").metadataPlan().targets())
        .containsExactly(FileSystemTarget.JIMFS, FileSystemTarget.CORDON);
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--metadata", "--targets", "bare").metadataPlan())
        .withMessageContaining("no such target: bare");
  }

  @Test
  void everydayCallsHavePlansOfTheirOwn() {
    assertThat(command("--files").filesPlan()).isEqualTo(FilesPlan.shortForm());
    assertThat(command("--files", "--full", "--rounds", "5").filesPlan())
        .isEqualTo(FilesPlan.full());
    assertThat(command("--files", "--first-write", "512m", "--targets", "tmpfs").filesPlan())
        .isEqualTo(
            FilesPlan.shortForm()
                .withFirstWrite(512 << 20)
                .withTargets(List.of(FileSystemTarget.TMPFS)));
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--files", "--all").filesPlan())
        .withMessageContaining("--files has no form --all");
  }

  @Test
  void mountedFilesHavePlansOfTheirOwn() {
    assertThat(command("--backed").backedPlan()).isEqualTo(BackedPlan.shortForm());
    assertThat(command("--backed", "--full").backedPlan()).isEqualTo(BackedPlan.full());
    assertThat(command("--backed", "--targets=Mount,plain").backedPlan().targets())
        .containsExactly(BackedTarget.MOUNT, BackedTarget.PLAIN);
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--backed", "--all").backedPlan())
        .withMessageContaining("--backed has no form --all");
  }

  @Test
  void aDirectoryForMountedFilesThatIsNoneIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(refused("--backed", "--directory=" + file)).contains("not a directory: " + file);
    assertThat(refused("--files", "--directory=" + directory))
        .contains("--directory goes with --backed only");
  }

  @Test
  void openingHasPlansOfItsOwn() {
    assertThat(command("--open").openPlan()).isEqualTo(OpenPlan.shortForm());
    assertThat(command("--open", "--full", "--rounds", "2").openPlan())
        .isEqualTo(OpenPlan.full().withRounds(2));
    assertThat(command("--open", "--only", "firstUse").openPlan().cells())
        .containsExactly(OpenCell.FIRST_USE);
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--open", "--all").openPlan())
        .withMessageContaining("--open has no form --all");
  }

  @Test
  void openingIsMeasuredAndReported(@TempDir Path directory) throws IOException {
    Path report = directory.resolve("report.md");
    StringWriter said = new StringWriter();
    CommandLine command =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said));
    Path page = directory.resolve("report.html");
    int status =
        command.execute(
            "--open",
            "--rounds=1",
            "--targets=cordon,jimfs",
            "--output=" + report,
            "--html=" + page);
    assertThat(status).as(said.toString()).isZero();
    assertThat(Files.readString(page))
        .contains("<figcaption>openWriteClose</figcaption>", "class=\"bar\"")
        .containsPattern("<li class=\"subject\"><b>cordon</b>")
        .containsPattern("<span>[0-9.]+ ms</span>")
        .doesNotContain("http://", "https://", "<script");
    assertThat(said.toString()).contains("written to " + page);
    assertThat(Files.readString(report))
        .containsPattern("\\| openWriteClose, µs \\| [0-9.]+ \\| [0-9.]+ \\|")
        .containsPattern("\\| firstUse, ms \\| [0-9.]+ \\| [0-9.]+ \\|")
        .contains("| openWriteClose: cordon / jimfs | ≤ 1.50 |")
        .doesNotContain("failed");
  }

  @Test
  void whatTheMonitorCostsHasPlansOfItsOwn() {
    assertThat(command("--monitor").watchedPlan()).isEqualTo(WatchedPlan.shortForm());
    assertThat(command("--monitor", "--full", "--rounds", "2").watchedPlan())
        .isEqualTo(WatchedPlan.full().withRounds(2));
    assertThat(command("--monitor", "--only", "1 thread").watchedPlan().cells())
        .containsExactly(new WatchedCell(1));
    assertThat(refused("--monitor", "--targets=cordon"))
        .contains("--targets means nothing with --monitor");
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--monitor", "--all").watchedPlan())
        .withMessageContaining("--monitor has no form --all");
  }

  @Test
  void oneSubjectIsMeasuredAtATime() {
    assertThatExceptionOfType(CommandLine.MutuallyExclusiveArgsException.class)
        .isThrownBy(() -> command("--files", "--metadata"));
  }

  @Test
  void sizeThatIsNoneIsRefused() {
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> command("--files", "--first-write", "big"))
        .withMessageContaining("'big' is not a size such as 512m or 4g");
  }

  @Test
  void everydayCallsAreMeasuredAndReported(@TempDir Path directory) throws IOException {
    Path report = directory.resolve("report.md");
    StringWriter said = new StringWriter();
    CommandLine command =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said));
    int status =
        command.execute(
            "--files",
            "--rounds=1",
            "--first-write=1m",
            "--targets=cordon,jimfs",
            "--only=^(readAllBytes, 1 KiB|firstWrite)",
            "--output=" + report);
    assertThat(status).as(said.toString()).isZero();
    assertThat(Files.readString(report))
        .containsPattern("\\| readAllBytes, 1 KiB \\| [0-9.]+ \\|")
        .containsPattern("\\| firstWrite, 1 MiB \\| [0-9.]+ \\| [0-9.]+ \\|")
        .contains("| readAllBytes, 1 KiB: cordon / jimfs | ≥ 1.00 |")
        .doesNotContain("failed");
    assertThat(said.toString()).contains(Files.readString(report));
  }

  /** Runs the command as it is started; it must end with one line on standard error. */
  private static String refused(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        CommandLines.of(new BenchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    assertThat(CommandLines.run(line, args)).as(err.toString()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("cordon bench: ")
        .endsWith(" (see: cordon bench --help)\n")
        .hasLineCount(1);
    return err.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--metadata", "--files", "--backed", "--open"})
  void whatMeasuresNothingIsRefusedBeforeAnythingIsTouched(String subject, @TempDir Path directory)
      throws IOException {
    Path report = Files.writeString(directory.resolve("report.md"), "of last week");
    String output = "--output=" + report;
    List<String> common = subject.isEmpty() ? List.of(output) : List.of(subject, output);
    assertThat(refused(with(common, "--rounds=0"))).contains("--rounds must be at least 1: 0");
    assertThat(refused(with(common, "--rounds=-3"))).contains("--rounds must be at least 1: -3");
    assertThat(refused(with(common, "--only=no such cell"))).contains("--only: ", "'no such cell'");
    assertThat(refused(with(common, "--only=("))).contains("--only");
    assertThat(refused(with(common, "--targets=ramdisk"))).contains("no such target: ramdisk");
    assertThat(report).hasContent("of last week");
  }

  private static String[] with(List<String> common, String option) {
    return Stream.concat(common.stream(), Stream.of(option)).toArray(String[]::new);
  }

  @Test
  void targetsThatCanDoNothingOfItAreRefused(@TempDir Path directory) throws IOException {
    Path report = Files.writeString(directory.resolve("report.md"), "of last week");
    assertThat(refused("--only=random load", "--targets=jimfs", "--output=" + report))
        .contains("nothing to measure");
    assertThat(report).hasContent("of last week");
  }

  @Test
  void badOutputIsSaidBeforeAnythingIsMeasured(@TempDir Path directory) {
    assertThat(refused("--output=" + directory)).contains("--output: ", " is a directory");
    assertThat(refused("-o", directory.resolve("missing/report.md").toString()))
        .contains("--output: there is no directory ");
    assertThat(refused("--html=" + directory)).contains("--html: ", " is a directory");
    assertThat(refused("--html", directory.resolve("missing/report.html").toString()))
        .contains("--html: there is no directory ");
    Path both = directory.resolve("report");
    assertThat(refused("--output=" + both, "--html=" + both))
        .contains("--html: the same file as --output");
    assertThat(both).doesNotExist();
  }

  @Test
  void aTraceThatIsNoneIsRefusedWithItsLine(@TempDir Path directory) throws IOException {
    Path trace = directory.resolve("trace.csv");
    assertThat(refused("--replay=" + trace))
        .contains("--replay: " + trace + ": no such file or directory");
    Files.writeString(trace, "version,time,op,size,lbn\n1,5,28,512,8\n1,5,28,x,8\n");
    assertThat(refused("--replay=" + trace))
        .contains("--replay: " + trace + ", line 3: not a number from 0 up: 'x'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--full", "--rounds=2", "--only=read", "--targets=cordon", "--first-write=1m"})
  void whatMeansNothingForAReplayIsRefused(String option, @TempDir Path directory)
      throws IOException {
    Path trace = directory.resolve("trace.csv");
    Files.writeString(trace, "version,time,op,size,lbn\n1,5,28,512,8\n");
    assertThat(refused("--replay=" + trace, option))
        .contains(option.split("=", 2)[0] + " means nothing with --replay");
  }

  @Test
  void writesAreOfAReplay() {
    assertThat(refused("--writes")).contains("--writes goes with --replay only");
  }

  @Test
  void mistypedOptionIsAskedBack() {
    assertThat(refused("--metdata"))
        .contains("unknown option '--metdata'; did you mean '--metadata'?");
  }

  private static Plan parse(String... args) {
    return command(args).plan();
  }

  private static BenchCommand command(String... args) {
    BenchCommand command = new BenchCommand();
    new CommandLine(command).parseArgs(args);
    return command;
  }
}
