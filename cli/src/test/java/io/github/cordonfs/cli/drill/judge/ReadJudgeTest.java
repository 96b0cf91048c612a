package io.github.cordonfs.cli.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checker must catch what it is there to catch, and must not cry wolf. */
class ReadJudgeTest {

  private static final int SIZE = 3 * 4096 + 100;

  private final byte[] original = new byte[SIZE];
  private final DrillCounters counters = new DrillCounters();
  private final StrikeLog strikeLog = new StrikeLog(counters, false);
  private final PageStates states = new PageStates(6);

  /** Its pages are 2 to 5 of all pages. */
  private final LoadedFile file;

  private final ReadJudge judge;

  ReadJudgeTest() {
    new Random(1).nextBytes(original);
    file = new LoadedFile("f", Path.of("f"), null, MemorySegment.ofArray(original), 2);
    judge = new ReadJudge(file, states, strikeLog, counters, true, 1 << 16, 1);
  }

  private MemorySegment delivered(int position) {
    return MemorySegment.ofArray(java.util.Arrays.copyOfRange(original, position, SIZE));
  }

  private void assertNothingFound() {
    assertThat(counters.silentWrongBytes.sum()).isZero();
    assertThat(counters.bystandersHurt.sum()).isZero();
  }

  private static PoisonedPageException error(long offset, long length) {
    return new PoisonedPageException("f", new ByteRange(offset, length));
  }

  @Test
  void rightBytesAreVerified() {
    judge.before(file, 5000, 1 << 16);
    judge.delivered(delivered(5000), SIZE - 5000);
    assertNothingFound();
    assertThat(counters.bytesVerified.sum()).isEqualTo(SIZE - 5000);
  }

  @Test
  void oneWrongByteIsCaught() {
    judge.before(file, 100, 8000);
    MemorySegment data = delivered(100);
    byte[] wrong = data.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    wrong[7999] ^= 1;
    judge.delivered(MemorySegment.ofArray(wrong), 8000);
    assertThat(counters.silentWrongBytes.sum()).isEqualTo(1);
  }

  @Test
  void wrongBytesOfAPageBeingStruckAreCaught() {
    states.announce(3);
    judge.before(file, 4096, 4096);
    states.lost(3);
    judge.delivered(MemorySegment.ofArray(new byte[4096]), 4096);
    assertThat(counters.silentWrongBytes.sum()).isGreaterThan(4000);
  }

  @Test
  void bytesOfAPageBeingRestoredProveNothing() {
    states.announce(3);
    states.lost(3);
    judge.before(file, 4096, 4096);
    states.restoring(3);
    states.restored(3);
    judge.delivered(MemorySegment.ofArray(new byte[4096]), 4096);
    assertNothingFound();
  }

  @Test
  void wrongBytesAfterRestoringAreCaught() {
    states.announce(3);
    states.lost(3);
    states.restoring(3);
    states.restored(3);
    judge.before(file, 4096, 4096);
    judge.delivered(MemorySegment.ofArray(new byte[4096]), 4096);
    assertThat(counters.silentWrongBytes.sum()).isPositive();
  }

  @Test
  void anErrorOfAPageThatWasNotStruckIsABystander() {
    states.announce(3);
    states.lost(3);
    judge.before(file, 2 * 4096, 10);
    judge.failed(error(2 * 4096, 4096));
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
  }

  @Test
  void anErrorAfterRestoringIsABystander() {
    states.announce(3);
    states.lost(3);
    states.restoring(3);
    states.restored(3);
    judge.before(file, 4096, 10);
    judge.failed(error(4096, 4096));
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
  }

  @Test
  void anErrorOfAPageThatIsStruckMeanwhileIsRight() {
    judge.before(file, 4096 + 5, 10);
    states.announce(3);
    judge.failed(error(4096, 4096));
    judge.before(file, SIZE - 1, 10);
    states.announce(5);
    judge.failed(error(3 * 4096, 100));
    assertNothingFound();
    assertThat(counters.errorsReported.sum()).isEqualTo(2);
  }

  @Test
  void anErrorThatNamesAnotherPageIsCaught() {
    states.announce(3);
    judge.before(file, 4096, 10);
    judge.failed(error(0, 4096));
    judge.before(file, 4096, 10);
    judge.failed(error(4096, 100));
    assertThat(counters.bystandersHurt.sum()).isEqualTo(2);
  }

  @Test
  void aShortReadMustEndAtALostPage() {
    states.announce(4);
    judge.before(file, 0, SIZE);
    judge.delivered(delivered(0), 2 * 4096);
    assertNothingFound();
    judge.before(file, 0, SIZE);
    judge.delivered(delivered(0), 2 * 4096 - 1);
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
    judge.before(file, 0, SIZE);
    judge.delivered(delivered(0), 4096);
    assertThat(counters.bystandersHurt.sum()).isEqualTo(2);
    judge.before(file, 0, SIZE);
    judge.delivered(delivered(0), -1);
    assertThat(counters.bystandersHurt.sum()).isEqualTo(3);
  }

  @Test
  @Tag("A6")
  void aFaultOfAPageThatWasNeverStruckIsABystander() {
    states.announce(2);
    states.lost(2);
    judge.before(file, 4096, 2 * 4096);
    judge.faulted();
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
    assertThat(counters.examples()).singleElement().asString().contains("faulted", "offset 4096");
  }

  @Test
  @Tag("A6")
  void aFaultNeedsOneLostPageInItsRange() {
    states.announce(4);
    states.lost(4);
    judge.before(file, 10, SIZE);
    judge.faulted();
    judge.before(file, 2 * 4096, 1);
    judge.faulted();
    assertNothingFound();
    assertThat(counters.faultsReported.sum()).isEqualTo(2);
    assertThat(counters.errorsReported.sum()).isZero();
  }

  @Test
  @Tag("A6")
  void aFaultAfterRestoringIsABystander() {
    states.announce(3);
    states.lost(3);
    states.restoring(3);
    states.restored(3);
    judge.before(file, 4096, 4096);
    judge.faulted();
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
  }

  @Test
  @Tag("F9")
  void aFaultInAFolioThatIsNeverSplitNeedsALostPageInAllOfIt() {
    ReadJudge whole = new ReadJudge(file, states, strikeLog, counters, true, 1 << 16, 2);
    states.announce(3);
    states.lost(3);
    whole.before(file, 10, 5);
    whole.faulted();
    assertNothingFound();
    whole.before(file, 2 * 4096 + 10, 5);
    whole.faulted();
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
    whole.before(file, 0, 4096);
    whole.failed(error(0, 4096));
    assertThat(counters.bystandersHurt.sum()).as("of a channel").isEqualTo(2);
  }

  @Test
  void aStrikeMeantForOtherMemoryExplainsAnError() throws InterruptedException {
    judge.before(file, 4096, 4096);
    long number = strikeLog.begin();
    Thread striker =
        Thread.ofPlatform()
            .start(() -> {
              states.struckAstray(3);
              strikeLog.settle(number);
            });
    judge.faulted();
    striker.join();
    assertNothingFound();
    judge.before(file, 0, 10);
    judge.faulted();
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
  }

  @Test
  void theBytesOfALostPageAreAFinding() {
    states.announce(3);
    states.lost(3);
    judge.before(file, 4096, 4096);
    judge.delivered(delivered(4096), 4096);
    assertThat(counters.pagesNotTold.sum()).isEqualTo(1);
    judge.before(file, 2 * 4096, 4096);
    judge.delivered(delivered(2 * 4096), 4096);
    assertThat(counters.pagesNotTold.sum()).isEqualTo(1);
  }
}
