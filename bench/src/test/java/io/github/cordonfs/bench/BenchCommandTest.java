package io.github.cordonfs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cordonfs.bench.metadata.MetadataPlan;
import io.github.cordonfs.bench.place.FileSystemTarget;
import org.junit.jupiter.api.Test;
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

  private static Plan parse(String... args) {
    return command(args).plan();
  }

  private static BenchCommand command(String... args) {
    BenchCommand command = new BenchCommand();
    new CommandLine(command).parseArgs(args);
    return command;
  }
}
