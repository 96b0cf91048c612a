package io.github.cordonfs.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How good Cordon's replacement policy is, beside the best of the others at each load. */
final class HitRatesTest {

  private static final int FOOTPRINT = 10_000;

  /** How many points it may be behind the best. */
  private static final double MARGIN = 3;

  static final Path TRACE = Path.of("src/test/resources/traces/cloudphysics-vm-disk.csv.gz");

  @TestFactory
  Stream<DynamicTest> cordonIsNearTheBestAtMadeUpLoads() {
    return tests(ReplayPlan.replayMadeUp(FOOTPRINT));
  }

  @TestFactory
  Stream<DynamicTest> cordonIsNearTheBestAtARealTrace() throws Exception {
    return tests(ReplayPlan.replay(DiskTrace.read(TRACE)));
  }

  private static Stream<DynamicTest> tests(List<HitRates> all) {
    return all.stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.load().name() + ", " + each.percent() + " %",
                () ->
                    assertThat(each.lead())
                        .as("%s", each.rates())
                        .isGreaterThanOrEqualTo(-MARGIN)));
  }

  /** What a cache that knew the frequencies would have is the bound of all. */
  @Test
  void noPolicyBeatsKnowledgeOfTheFrequencies() {
    HitRates rates = HitRates.of(Load.zipf(0.9, FOOTPRINT, 20 * FOOTPRINT, 1), 10);
    double all = 0;
    double best = 0;
    for (int i = 1; i <= FOOTPRINT; i++) {
      double frequency = Math.pow(i, -0.9);
      all += frequency;
      best += i <= FOOTPRINT / 10 ? frequency : 0;
    }
    for (Policy policy : Policy.values()) {
      assertThat(rates.rate(policy)).as(policy.title()).isBetween(40.0, 100 * best / all + 1);
    }
  }

  /** In a loop LRU evicts each page just before it is read; LIRS keeps 99 of 100 pages. */
  @Test
  void policiesDoInALoopWhatTheirPapersSay() {
    HitRates rates = HitRates.of(Load.loop(FOOTPRINT, 100), 50);
    assertThat(rates.rate(Policy.LRU)).isZero();
    assertThat(rates.rate(Policy.ARC)).isZero();
    assertThat(rates.rate(Policy.LIRS)).isCloseTo(0.99 * 0.99 * 50, within(0.1));
  }

  @Test
  void everythingIsAHitFromTheSecondReadWhereEverythingFits() {
    HitRates rates = HitRates.of(Load.loop(1000, 10), 100);
    for (Policy policy : Policy.values()) {
      assertThat(rates.rate(policy)).as(policy.title()).isCloseTo(90, within(0.2));
    }
  }

  /** Checked by hand: a ghost of B1 is read again, so p becomes 1 and page 2, read once, stays. */
  @Test
  void arcLearnsFromItsGhosts() {
    Simulator arc = Policy.ARC.cache(2, 10);
    assertThat(hits(arc, 0, 0, 1, 2, 1)).isEqualTo("-+---");
    assertThat(hits(arc, 3, 2)).isEqualTo("-+");
  }

  private static String hits(Simulator cache, int... pages) {
    StringBuilder hits = new StringBuilder();
    for (int page : pages) {
      hits.append(cache.read(page) ? '+' : '-');
    }
    return hits.toString();
  }

  @Test
  void tableHasARowForEachLoadAndSize() {
    List<HitRates> all = List.of(HitRates.of(Load.loop(1200, 4), 50));
    String report = ReplayReport.of(all).toString();
    String lead = String.format(Locale.ROOT, "%+.1f", all.get(0).lead()).replace('-', '−');
    assertThat(report.lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("| hit rate in % | pages | cache | Cordon | LRU | ARC | LIRS |");
    assertThat(report.lines().skip(2).findFirst().orElseThrow())
        .startsWith("| loop | 1,200 | 50 % | ")
        .endsWith(" | " + lead + " |");
  }
}
