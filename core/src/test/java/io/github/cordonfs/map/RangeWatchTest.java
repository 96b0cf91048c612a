package io.github.cordonfs.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.failure.LogCapture;
import io.github.cordonfs.os.Linux;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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

  /** In less than the half minute after which a file system looks anyway. */
  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(20)
  void mappingsThatTakeManyAreNoReasonToWaitForTheNextLook() throws Exception {
    int wanted = RangeWatch.limit() * 85 / 100 - RangeWatch.inUse();
    long bytes = (wanted + 1L) * 4096;
    long area = Linux.reserve(bytes);
    int own = RangeBudget.limit() - RangeBudget.taken();
    assertThat(RangeBudget.take(own)).isTrue();
    try {
      // Every second page is a range, and so is what is between two.
      for (long page = 1; page < wanted; page += 2) {
        assertThat(Linux.overlayZeros(area + page * 4096, 4096)).isTrue();
      }
      assertThat(log.warnings()).isEmpty();
      RangeWatch.taken();
      while (log.warnings().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } finally {
      RangeBudget.giveBack(own);
      assertThat(Linux.unmap(area, bytes)).isZero();
    }
  }
}
