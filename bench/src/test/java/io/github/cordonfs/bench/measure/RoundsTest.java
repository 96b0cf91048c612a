package io.github.cordonfs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

final class RoundsTest {

  private static final List<Work> WORK = List.of(new Work("read", 1), new Work("write", 1));
  private static final List<String> TARGETS = List.of("cordon", "bare");
  private static final Duration LONG = Duration.ofDays(1);

  private final List<String> measured = new ArrayList<>();
  private final StringWriter said = new StringWriter();
  private final Progress progress = new Progress(new PrintWriter(said), 8);
  private boolean broken;

  private final Rounds.Figures<Work, String> figures =
      new Rounds.Figures<>() {
        @Override
        public boolean has(Work cell, String target) {
          return cell.name().equals("read") || target.equals("cordon");
        }

        @Override
        public double measure(Work cell, String target) throws RunnerException {
          measured.add(cell.name() + " " + target);
          if (broken && target.equals("bare")) {
            throw new RunnerException("no bare metal");
          }
          return measured.size();
        }

        @Override
        public String unit(Work cell) {
          return "furlongs";
        }
      };

  private final Rounds<Work, String> rounds = new Rounds<>(WORK, TARGETS, figures, progress);

  @Test
  void everyOtherRoundMeasuresTheTargetsInTheOppositeOrder() throws InterruptedException {
    assertThat(rounds.run(2, LONG, _ -> {})).isEqualTo(2);
    assertThat(measured)
        .containsExactly(
            "read cordon", "read bare", "write cordon", "read bare", "read cordon", "write cordon");
    assertThat(said.toString()).contains("5 of at most 8  read, 1 thread: cordon 5.00 furlongs");
    assertThat(Rounds.figures(WORK, TARGETS, figures)).isEqualTo(3);
  }

  @Test
  void theFirstRoundIsRunHoweverLongItTakes() throws InterruptedException {
    List<Integer> ended = new ArrayList<>();
    assertThat(rounds.run(3, Duration.ZERO, ended::add)).isEqualTo(1);
    assertThat(ended).containsExactly(0);
  }

  @Test
  void figureThatFailsIsNotedOnceAndLeavesTheOthersAlone() throws InterruptedException {
    broken = true;
    rounds.run(2, LONG, _ -> {});
    assertThat(rounds.results().throughput(WORK.getFirst(), "cordon").count()).isEqualTo(2);
    assertThat(rounds.results().throughput(WORK.getFirst(), "bare").count()).isZero();
    assertThat(progress.notes()).singleElement().asString().contains("no bare metal");
  }
}
