package io.github.cordonfs.cli.designs.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollapseRaceTest {

  @ParameterizedTest
  @EnumSource
  @Tag("D1")
  void everyOrderEndsAndSomeLetTheCollapseWin(Collapser collapser) {
    CollapseRace.Result result = CollapseRace.of(collapser);
    assertThat(result.orders())
        .isEqualTo(result.leftAlone() + result.joinedGood() + result.joinedBad());
    assertThat(result.leftAlone()).isPositive();
    assertThat(result.joinedGood()).isPositive();
  }

  @Test
  @Tag("D1")
  void theReferenceAloneDoesNotKeepTheCollapserAway() {
    int unlocked = CollapseRace.of(Collapser.UNLOCKED_LOOK).joinedBad();
    int isolating = CollapseRace.of(Collapser.ISOLATES).joinedBad();
    int checking = CollapseRace.of(Collapser.CHECKS_FLAG).joinedBad();
    assertThat(unlocked).isGreaterThan(isolating);
    assertThat(isolating).isGreaterThan(checking);
    assertThat(checking).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY_NOTICES", "FLAG_UNDER_LOCK"})
  @Tag("D1")
  void aCopyThatNoticesOrTheSameLockIsEnough(Collapser collapser) {
    assertThat(CollapseRace.of(collapser).joinedBad()).isZero();
  }
}
