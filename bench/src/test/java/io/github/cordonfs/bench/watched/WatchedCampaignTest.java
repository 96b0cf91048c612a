package io.github.cordonfs.bench.watched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Reads while somebody looks, and while nobody does. */
final class WatchedCampaignTest {

  /** A real fork with a real monitor and a client; what comes out is not judged. */
  @Test
  void everyTurnHasThreeFigures() throws InterruptedException {
    StringWriter said = new StringWriter();
    WatchedPlan plan = new WatchedPlan("test", List.of(new WatchedCell(1)), 1, 1).withTurns(2);
    WatchedCampaign.Outcome outcome = new WatchedCampaign(plan, new PrintWriter(said, true)).run();
    assertThat(outcome.notes()).as(said.toString()).isEmpty();
    List<Slices> slices = outcome.slices().get(new WatchedCell(1));
    assertThat(slices)
        .hasSize(2)
        .allSatisfy(each -> {
          assertThat(each.alone()).isPositive();
          assertThat(each.control()).isPositive();
          assertThat(each.watched()).isPositive();
        });
    assertThat(said.toString()).contains("1 of at most 1  random read, 4 KiB, 1 thread: 2 turns");
  }

  @Test
  void ratiosAreTakenWithinATurn() {
    // The machine is half as fast in every other turn.
    List<Slices> slices =
        List.of(
            new Slices(4, 4, 3), new Slices(2, 2, 1.5), new Slices(4, 4, 3), new Slices(2, 2, 1.5));
    WatchedCampaign.Outcome outcome =
        new WatchedCampaign.Outcome(
            WatchedPlan.shortForm(), Duration.ZERO, Map.of(new WatchedCell(2), slices), List.of());
    String report = WatchedReport.of(outcome, List.of(), LocalDate.EPOCH).toString();
    assertThat(report)
        .contains(
            "| random read, 4 KiB, 2 threads | 3.00 | 0.750 (0.750–0.750) | 1.000 (1.000–1.000) |")
        .contains("| random read, 4 KiB, 2 threads: lost while watched, % | ≤ 1.00 | 25.00 | no |");
  }

  @Test
  void theIntervalOfAMedianHasTheRanksOfItsTable() {
    // Tables of the binomial distribution: the 6th and the 15th of 20, the 40th and the 61st of
    // 100; an approximation may take one more on each side.
    Median of20 = Median.of(DoubleStream.iterate(1, x -> x + 1).limit(20).toArray());
    assertThat(of20.value()).isEqualTo(10.5);
    assertThat(of20.low()).isBetween(5.0, 6.0);
    assertThat(of20.high()).isBetween(15.0, 16.0);
    Median of100 = Median.of(DoubleStream.iterate(100, x -> x - 1).limit(100).toArray());
    assertThat(of100.value()).isEqualTo(50.5);
    assertThat(of100.low()).isBetween(39.0, 40.0);
    assertThat(of100.high()).isBetween(61.0, 62.0);
    assertThat(Median.of(7)).isEqualTo(new Median(7, 7, 7));
  }

  @Test
  void aLineThatIsNoneIsRefused() {
    Slices slices = new Slices(1.5, 2.25, 0.125);
    assertThat(Slices.parse(slices.line())).isEqualTo(slices);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slices.parse("1.0 2.0"))
        .withMessageContaining("not three figures: 1.0 2.0");
    assertThatIllegalArgumentException().isThrownBy(() -> Slices.parse("1.0 2.0 x"));
  }

  @Test
  void asManyThreadsAsProcessorsAndOne() {
    assertThat(WatchedPlan.cells(1)).containsExactly(new WatchedCell(1));
    assertThat(WatchedPlan.cells(4)).containsExactly(new WatchedCell(1), new WatchedCell(4));
  }
}
