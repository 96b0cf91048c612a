package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.frame.Frames;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file is laid over a mapping without the locks of its extents, in runs that go from one into the
 * next: what changes between the look and the call of the kernel must be right all the same.
 */
@ParameterizedClass
@EnumSource(names = {"NEVER", "ALWAYS"})
@Tag("H8")
class MappingRaceTest {

  private static final int PAGES = 3 * Frames.HUGE_FRAMES;

  /** In the second extent. */
  private static final int CHANGED = 700;

  @Parameter HugePolicy huge;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void open() {
    caches = Caches.of(8, huge);
    file = caches.newFile("/file");
    file.fill(0, PAGES * PAGE, 1);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private FakeWindow window(boolean writable, boolean atOnce) {
    FakeWindow window = new FakeWindow(file.space, PAGES, writable);
    return atOnce ? window.atOnce() : window;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("M1")
  void adjacentFramesOfSeveralExtentsAreOneCall(boolean writable) {
    FakeWindow window = window(writable, false);
    window.map();
    assertThat(window.calls()).isEqualTo(1);
    window.check();
    window.unmap();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("M1")
  void whatTheKernelShowsAtOnceIsNotLaidAgain(boolean writable) {
    FakeWindow window = window(writable, true);
    window.map();
    assertThat(window.calls()).isEqualTo(1);
    assertThat(window.view(0)).isEqualTo(file.frame(0));
    window.check();
    window.unmap();
  }

  @Test
  @Tag("F1")
  void aFileInMemoryThatWasGivenBackIsOneCall() {
    file.space.truncate(0);
    file.fill(0, PAGES * PAGE, 2);
    FakeWindow window = window(false, false);
    window.map();
    window.check();
    if (huge == HugePolicy.ALWAYS) {
      assertThat(window.calls()).isEqualTo(1);
    }
    window.unmap();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("A6")
  void aPageThatFailsAfterTheLookIsAFaultAndNoOther(boolean atOnce) {
    FakeWindow window = window(true, atOnce);
    window.whenLaid(() -> file.strike((long) CHANGED * PAGE)).map();
    assertThat(window.view(CHANGED)).isNegative();
    assertThat(window.view(CHANGED - 1)).isEqualTo(file.frame((CHANGED - 1L) * PAGE));
    assertThat(window.view(CHANGED + 1)).isEqualTo(file.frame((CHANGED + 1L) * PAGE));
    window.check();
    window.unmap();
  }

  @Test
  @Tag("A6")
  void aPageThatFailsAfterTheSecondLookIsAFault() {
    FakeWindow window = window(false, false);
    // The first failure has the second extent laid again, when the first one was looked at again.
    Runnable second = () -> file.strike(0);
    window.whenLaid(() -> {
      file.strike((long) CHANGED * PAGE);
      window.whenLaid(second);
    });
    window.map();
    assertThat(window.view(0)).isNegative();
    window.check();
    window.unmap();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("O4")
  void aPageThatMovesAfterTheLookIsShownWhereItIs(boolean atOnce) {
    int before = file.frame((long) CHANGED * PAGE);
    FakeWindow window = window(false, atOnce);
    window
        .whenLaid(() ->
            assertThat(new SoftOffline(caches.cache).softOffline(before))
                .isEqualTo(SoftOfflineResult.MIGRATED))
        .map();
    assertThat(window.view(CHANGED)).isNotEqualTo(before).isNotNegative();
    window.check();
    window.unmap();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("R1")
  void aPageThatFailedAndComesBackAfterTheLookIsShown(boolean atOnce) {
    file.strike((long) CHANGED * PAGE);
    FakeWindow window = window(false, atOnce);
    window.whenLaid(() -> file.space.punch((long) CHANGED * PAGE, PAGE)).map();
    window.check();
    file.space.punch(0, 2 * PAGE);
    window.check();
    window.unmap();
  }

  private void strikeIfThere(long page) {
    Extent extent = file.space.extentAt(page * PAGE);
    if (extent != null && extent.goodFrameOf((int) page & (Frames.HUGE_FRAMES - 1)) >= 0) {
      file.strike(page * PAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @Tag("M1")
  @Tag("M2")
  void whateverAFileLooksLikeItsMappingsShowIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 40; round++) {
      long page = random.nextInt(PAGES);
      long length = (long) (1 + random.nextInt(1 << random.nextInt(11))) * PAGE;
      switch (random.nextInt(4)) {
        case 0 -> file.space.punch(page * PAGE, length);
        case 1 -> file.fill(page * PAGE, PAGE, round);
        case 2 -> file.space.truncate(page * PAGE + random.nextInt(2));
        default -> strikeIfThere(page);
      }
      FakeWindow window = window(random.nextInt(3) == 0, random.nextBoolean());
      if (random.nextInt(3) == 0) {
        window.whenLaid(() -> strikeIfThere(random.nextInt(PAGES)));
      }
      window.map();
      window.check();
      window.unmap();
    }
  }
}
