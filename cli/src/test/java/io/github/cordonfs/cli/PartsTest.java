package io.github.cordonfs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.cli.line.ByteSizes;
import io.github.cordonfs.cli.line.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small parts of the drill. */
class PartsTest {

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "10s,PT10S", "2m,PT2M", "1H,PT1H", "PT1M30S,PT1M30S"})
  void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
    assertThat(new Durations().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "64k,65536", "512M,536870912", "4GiB,4294967296", "1tb,1099511627776"})
  void sizesAreReadAsPeopleWriteThem(String text, long expected) {
    assertThat(new ByteSizes().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,0 bytes", "1023,1023 bytes", "1536,1.5 KiB", "314409498,299.8 MiB"})
  void sizesAreWrittenAsPeopleReadThem(long bytes, String expected) {
    assertThat(ByteSizes.format(bytes)).isEqualTo(expected);
  }

  @Test
  void percentilesAreByNearestRank() {
    StrikeTimes times = new StrikeTimes();
    assertThat(times.summary()).isEqualTo(new StrikeTimes.Summary(0, 0, 0));
    for (int i = 2000; i >= 1; i--) {
      times.add(i);
    }
    assertThat(times.summary()).isEqualTo(new StrikeTimes.Summary(1000, 1980, 2000));
  }

  @Test
  void aPlanTakesEachPageOnceBeforeItTakesOneAgain() {
    StrikePlan plan = new StrikePlan(50, 7);
    StrikePlan same = new StrikePlan(50, 7);
    for (int pass = 0; pass < 3; pass++) {
      Set<Integer> pages = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        int page = plan.next();
        assertThat(same.next()).isEqualTo(page);
        pages.add(page);
      }
      assertThat(pages).hasSize(50);
    }
  }

  @Test
  void pageStatesGoRoundInOrder() {
    PageStates states = new PageStates(1);
    final int first = states.sequence(0);
    states.announce(0);
    states.lost(0);
    assertThatThrownBy(() -> states.announce(0)).isInstanceOf(IllegalStateException.class);
    assertThat(states.is(0, PageStates.LOST)).isTrue();
    int lost = states.sequence(0);
    assertThat(PageStates.passed(first, lost, PageStates.ANNOUNCED)).isTrue();
    assertThat(PageStates.passed(first, lost, PageStates.RESTORING)).isFalse();
    assertThat(PageStates.stayed(lost, lost, PageStates.LOST)).isTrue();
    states.restoring(0);
    states.restored(0);
    assertThat(PageStates.stayed(first, states.sequence(0), PageStates.GOOD)).isFalse();
    assertThat(PageStates.passed(lost, states.sequence(0), PageStates.RESTORING)).isTrue();
  }

  @Test
  void aPageHitAstrayIsLostUnlessItWasAnnounced() {
    PageStates states = new PageStates(2);
    states.struckAstray(0);
    assertThat(states.is(0, PageStates.LOST)).isTrue();
    assertThat(states.tryAnnounce(0)).isFalse();
    assertThat(states.tryAnnounce(1)).isTrue();
    states.struckAstray(1);
    assertThat(states.is(1, PageStates.ANNOUNCED)).isTrue();
  }

  @Test
  void strikesUnderWayAreWaitedForAndLaterOnesAreNot() throws InterruptedException {
    StrikeNumbers numbers = new StrikeNumbers();
    final long first = numbers.begin();
    final long second = numbers.begin();
    assertThat(second).isEqualTo(first + 1);
    numbers.settle(second);
    Thread waiting = Thread.ofPlatform().start(numbers::awaitSettled);
    assertThat(waiting.isAlive()).isTrue();
    numbers.settle(first);
    waiting.join();
    assertThat(numbers.begun()).isEqualTo(second);
  }
}
