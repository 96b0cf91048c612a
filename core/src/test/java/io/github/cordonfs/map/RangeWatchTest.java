package io.github.cordonfs.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.failure.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When there is a warning; that it comes from a real process is in MappingLimitsTest. */
@Tag("S96")
class RangeWatchTest {

  private final LogCapture log = new LogCapture();

  @BeforeEach
  @AfterEach
  void farFromTheLimit() {
    RangeWatch.look(0, 1000);
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test
  void thereIsNoneBelowFourFifthsOfTheLimit() {
    RangeWatch.look(799, 1000);
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void thereIsOneThatNamesTheNumbersTheCauseAndTheCure() {
    RangeWatch.look(52_424, 65_530);
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("52424 ranges of addresses", "80 % of the 65530", "vm.max_map_count")
        .contains("mapped files of Cordon", "the JVM itself may die", "Raise vm.max_map_count");
  }

  @Test
  void thereIsOneForEachTimeThatTheLimitIsApproached() {
    RangeWatch.look(800, 1000);
    RangeWatch.look(1000, 1000);
    RangeWatch.look(790, 1000);
    RangeWatch.look(810, 1000);
    assertThat(log.warnings()).hasSize(1);
    RangeWatch.look(740, 1000);
    RangeWatch.look(810, 1000);
    assertThat(log.warnings()).hasSize(2);
  }

  @Test
  void thereIsNoneWhereTheNumberIsNotKnown() {
    RangeWatch.look(-1, 65_530);
    assertThat(log.warnings()).isEmpty();
  }
}
