package io.github.cordonfs.cli.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H14")
class StrikeLogTest {

  private final DrillCounters counters = new DrillCounters();
  private final StrikeLog strikeLog = new StrikeLog(counters, false);

  private static MemoryFailureEvent event(
      int frame, long page, MessageType message, FailureSource source, String... paths) {
    return new MemoryFailureEvent(
        frame,
        OptionalLong.empty(),
        List.of(paths),
        paths.length == 0,
        page,
        new ByteRange(page * 4096, 4096),
        0,
        Outcome.RECOVERED,
        message,
        source,
        Instant.EPOCH,
        Duration.ofNanos(1));
  }

  private static MemoryFailureEvent event(int frame, long page, String... paths) {
    return event(frame, page, MessageType.MEMORY_PAGE, FailureSource.INJECTED, paths);
  }

  private long mismatches() {
    strikeLog.reconcile();
    return counters.reportMismatches.sum();
  }

  @Test
  void reportsOfWhatWasStruckAreRight() {
    strikeLog.enter(event(1, 5, "/f"));
    strikeLog.report(event(1, 5, "/f"));
    assertThat(mismatches()).isZero();
    assertThat(strikeLog.outcomes()).containsEntry(Outcome.RECOVERED, 1L);
  }

  @Test
  @Tag("F11")
  void theFrameExplainsALossAndThePlaceOnlyWhereLossesMove() {
    strikeLog.enter(event(1, 5, "/f"));
    assertThat(strikeLog.explains(1, "/f", 5)).isTrue();
    assertThat(strikeLog.explains(2, "/f", 5)).isFalse();
    StrikeLog moving = new StrikeLog(counters, true);
    moving.enter(event(1, 5, "/f"));
    assertThat(moving.explains(2, "/f", 5)).isTrue();
    assertThat(moving.explains(2, "/f", 6)).isFalse();
    assertThat(moving.explains(1, "/f", 6)).isFalse();
  }

  @Test
  void aMissingReportIsCaught() {
    strikeLog.enter(event(1, 5, "/f"));
    assertThat(mismatches()).isEqualTo(1);
    assertThat(counters.examples()).singleElement().asString().contains("no report of");
  }

  @Test
  void aReportOfAnotherPageIsCaught() {
    strikeLog.enter(event(1, 5, "/f"));
    strikeLog.report(event(1, 6, "/f"));
    assertThat(mismatches()).isEqualTo(1);
  }

  @Test
  void aReportTooManyIsCaught() {
    strikeLog.enter(event(1, 5, "/f"));
    strikeLog.report(event(1, 5, "/f"));
    strikeLog.report(event(1, 5, "/f"));
    strikeLog.report(event(2, 5, "/f"));
    assertThat(mismatches()).isEqualTo(2);
  }

  @Test
  @Tag("H7")
  void aFrameThatHadFailedBeforeIsNoNewStrike() {
    MemoryFailureEvent again =
        event(1, 5, MessageType.ALREADY_POISONED, FailureSource.INJECTED, "/f");
    assertThat(strikeLog.enter(again)).isFalse();
    assertThat(mismatches()).isZero();
    assertThat(strikeLog.size()).isZero();
  }

  @Test
  void aRealErrorOfTheMachineIsNobodysFault() {
    strikeLog.report(event(1, 5, MessageType.MEMORY_PAGE, FailureSource.HARDWARE, "/f"));
    assertThat(mismatches()).isZero();
    assertThat(strikeLog.failedByItself("/f", 5)).isTrue();
    assertThat(strikeLog.failedByItself("/f", 6)).isFalse();
  }

  @Test
  void aLossIsExplainedByItsFrameOnly() {
    strikeLog.enter(event(1, 5, "/f"));
    assertThat(strikeLog.explains(1, "/f", 5)).isTrue();
    assertThat(strikeLog.explains(2, "/f", 5)).isFalse();
    assertThat(strikeLog.explains(1, "/f", 6)).isFalse();
    assertThat(strikeLog.explains(1, "/g", 5)).isFalse();
  }

  @Test
  void aLossInAFileWithoutANameIsExplainedByItsPage() {
    strikeLog.enter(event(1, 5));
    assertThat(strikeLog.explainsUnlinked(5)).isTrue();
    assertThat(strikeLog.explainsUnlinked(6)).isFalse();
    assertThat(strikeLog.explains(1, "/f", 5)).isFalse();
  }
}
