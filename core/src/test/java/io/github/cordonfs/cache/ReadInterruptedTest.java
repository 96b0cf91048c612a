package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.SpyMemory.Moment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads in whose middle something happens to the file: eight pages, read from the first on. In
 * adjacent frames, which is one copy, and in scattered ones.
 */
@ParameterizedClass
@MethodSource("grid")
@Tag("H8")
class ReadInterruptedTest {

  private static final int SIZE = 8 * PAGE;

  @Parameter(0)
  private Caches.Setup setup;

  @Parameter(1)
  private boolean scattered;

  private Caches caches;
  private TestFile file;
  private byte[] data;
  private final byte[] target = new byte[SIZE];

  @BeforeEach
  void open() {
    caches = setup.open(4);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
    if (scattered) {
      scatter();
    }
    data = file.fill(0, SIZE, 1);
    Arrays.fill(target, TestFile.UNTOUCHED);
  }

  static Stream<Arguments> grid() {
    return Caches.grid()
        .flatMap(setup ->
            setup.huge() == HugePolicy.NEVER
                ? Stream.of(arguments(setup, false), arguments(setup, true))
                : Stream.of(arguments(setup, false)));
  }

  /** Gives the file and another one frames by turns. */
  private void scatter() {
    TestFile next = caches.newFile("/next");
    for (int at = 0; at < SIZE; at += PAGE) {
      file.fill(at, PAGE, 8);
      // Not from its first page on: that of a file may come from somewhere else.
      next.fill(at + PAGE, PAGE, 9);
    }
    assertThat(file.frame(PAGE)).isNotEqualTo(file.frame(0) + 1);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private int readWhile(Moment moment, Runnable event) {
    caches.memory.once(moment, event);
    int n = file.read(0, target);
    caches.memory.quiet();
    return n;
  }

  /** The target holds the file's first bytes and then zeros. */
  private void assertTarget(byte[] good) {
    assertThat(target).isEqualTo(Arrays.copyOf(good, SIZE));
  }

  @Test
  @Tag("A1")
  void aStrikeOnTheFirstPageAfterItsCopyIsToldAndTheCopyCleared() {
    int n = readWhile(Moment.AFTER_COPY_OUT, () -> file.strike(0));
    assertThat(n).isEqualTo(AddressSpace.POISONED);
    assertTarget(new byte[0]);
  }

  @Test
  @Tag("A2")
  @Tag("S8")
  void aStrikeOnALaterPageAfterItsCopyMakesTheReadShortAndTheRestCleared() {
    int n = readWhile(Moment.AFTER_COPY_OUT, () -> file.strike(5 * PAGE));
    assertThat(n).isEqualTo(5 * PAGE);
    assertTarget(Arrays.copyOf(data, 5 * PAGE));
  }

  @Test
  @Tag("A2")
  void aStrikeBeforeTheCopyNeverShowsThePattern() {
    int n = readWhile(Moment.BEFORE_COPY_OUT, () -> file.strike(2 * PAGE));
    assertThat(n).isEqualTo(2 * PAGE);
    assertTarget(Arrays.copyOf(data, 2 * PAGE));
  }

  @Test
  @Tag("S8")
  void aPunchInTheMiddleGivesZerosOrData() {
    int n = readWhile(Moment.AFTER_COPY_OUT, () -> file.space.punch(PAGE, 2 * PAGE));
    assertThat(n).isEqualTo(SIZE);
    Arrays.fill(data, PAGE, 3 * PAGE, (byte) 0);
    assertTarget(data);
  }

  @Test
  @Tag("F0")
  void aFrameThatBecameAnotherFilesIsNotShown() {
    int n =
        readWhile(
            Moment.BEFORE_COPY_OUT,
            () -> {
              file.space.punch(0, HUGE);
              caches.dirtyAllFrames();
            });
    assertThat(n).isEqualTo(SIZE);
    assertTarget(new byte[0]);
  }

  @Test
  @Tag("S8")
  void aTruncateInTheMiddleOfAPageMakesTheReadShort() {
    int n = readWhile(Moment.AFTER_COPY_OUT, () -> file.space.truncate(2 * PAGE + 100));
    assertThat(n).isEqualTo(2 * PAGE + 100);
    assertTarget(Arrays.copyOf(data, 2 * PAGE + 100));
  }

  @Test
  void aTruncateToNothingIsTheEnd() {
    assertThat(readWhile(Moment.BEFORE_COPY_OUT, () -> file.space.truncate(0)))
        .isEqualTo(AddressSpace.EOF);
    assertTarget(new byte[0]);
  }

  @Test
  void aDestroyedFileIsClosedAlsoForAReadUnderWay() {
    assertThat(readWhile(Moment.AFTER_COPY_OUT, file.space::destroy))
        .isEqualTo(AddressSpace.CLOSED);
    assertTarget(new byte[0]);
  }

  @Test
  void aDestroyedFileShowsNothingOfThoseWhoGotItsFrames() {
    int n =
        readWhile(
            Moment.BEFORE_COPY_OUT,
            () -> {
              file.space.destroy();
              caches.dirtyAllFrames();
            });
    assertThat(n).isEqualTo(AddressSpace.CLOSED);
    assertTarget(new byte[0]);
  }

  @Test
  @Tag("R6")
  void aPageStruckAndClearedMeanwhileIsZeros() {
    int n =
        readWhile(
            Moment.AFTER_COPY_OUT,
            () -> {
              file.strike(3 * PAGE);
              file.space.clearPoison(0, SIZE);
            });
    assertThat(n).isEqualTo(SIZE);
    Arrays.fill(data, 3 * PAGE, 4 * PAGE, (byte) 0);
    assertTarget(data);
  }

  @Test
  void theSecondOfTwoExtentsStruckMeanwhileEndsTheReadThere() {
    byte[] all = file.fill(0, HUGE + 2 * PAGE, 7);
    byte[] large = new byte[HUGE + 2 * PAGE];
    caches.memory.once(Moment.AFTER_COPY_OUT, () -> file.strike(HUGE + PAGE));
    assertThat(file.read(0, large)).isEqualTo(HUGE + PAGE);
    assertThat(Arrays.copyOf(large, HUGE + PAGE)).isEqualTo(Arrays.copyOf(all, HUGE + PAGE));
    assertThat(Arrays.copyOfRange(large, HUGE + PAGE, large.length)).isEqualTo(new byte[PAGE]);
  }

  @Test
  @Tag("S8")
  void aFileCutOffAndWrittenAnewMeanwhileNeverShowsZerosThatItNeverHad() {
    byte[] anew = TestFile.data(2, SIZE);
    int n =
        readWhile(
            Moment.AFTER_COPY_OUT,
            () -> {
              file.space.truncate(0);
              file.write(0, anew);
            });
    if (n > 0) {
      byte[] good = Arrays.copyOf(target, n);
      assertThat(
              Arrays.equals(good, Arrays.copyOf(anew, n))
                  || Arrays.equals(good, Arrays.copyOf(data, n)))
          .as("old or new bytes")
          .isTrue();
    }
  }
}
