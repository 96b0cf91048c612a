package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.extent.Extent;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the background collapser joins, and what it leaves alone. */
class CollapserTest {

  private static final int BLOCKS = 8;

  private Caches caches = Caches.of(BLOCKS, HugePolicy.WITHIN_SIZE);

  @AfterEach
  void close() {
    caches.close();
  }

  private boolean isHuge(TestFile file, long offset) {
    Extent extent = file.space.extentAt(offset);
    return extent != null && extent.folio() >= 0;
  }

  @Test
  @Tag("F2")
  @Tag("F4")
  @Tag("S22")
  void whatAStrikeSplitIsJoinedOnceThePageIsGone() {
    TestFile file = caches.newFile("/f");
    byte[] data = file.fill(0, HUGE, 1);
    file.strike(5 * PAGE);
    caches.cache.collapser().scan(BLOCKS);
    assertThat(isHuge(file, 0)).as("never over a poisoned page").isFalse();
    assertThat(caches.cache.collapseCounters().notJoined()).containsKey(Reason.POISONED);
    file.space.clearPoison(0, HUGE);
    caches.cache.collapser().scan(BLOCKS);
    assertThat(isHuge(file, 0)).isTrue();
    assertThat(caches.cache.collapseCounters().joined()).isEqualTo(1);
    Arrays.fill(data, 5 * PAGE, 6 * PAGE, (byte) 0);
    assertThat(file.bytes(0, HUGE)).isEqualTo(data);
  }

  @Test
  @Tag("S22")
  void whatHasTooManyHolesIsLeftAlone() {
    TestFile file = caches.newFile("/f");
    file.fill(0, HUGE, 2);
    file.space.punch(0, 65 * PAGE);
    caches.cache.collapser().scan(BLOCKS);
    assertThat(isHuge(file, 0)).isFalse();
    file.fill(0, PAGE, 3);
    caches.cache.collapser().scan(BLOCKS);
    assertThat(isHuge(file, 0)).isTrue();
  }

  @Test
  @Tag("F1")
  void whereThePolicyWantsNoHugeFoliosNothingIsJoined() {
    caches.close();
    caches = Caches.of(BLOCKS, HugePolicy.NEVER);
    TestFile file = caches.newFile("/f");
    file.fill(0, HUGE, 4);
    assertThat(caches.cache.collapser().scan(BLOCKS)).isFalse();
    assertThat(isHuge(file, 0)).isFalse();
  }

  @Test
  @Tag("S54")
  @Tag("F2")
  void anErrorInOneBlockDoesNotKeepTheScanThere() {
    TestFile first = caches.newFile("/first");
    first.fill(0, HUGE, 5);
    first.space.punch(7 * PAGE, PAGE);
    TestFile second = caches.newFile("/second");
    second.fill(0, HUGE, 6);
    second.space.punch(7 * PAGE, PAGE);
    assertThat(first.frame(0)).as("in the first block").isLessThan(512);
    assertThat(second.frame(0)).as("in the second").isBetween(512, 1023);
    caches.memory.each(
        SpyMemory.Moment.BEFORE_COPY_FRAMES,
        (from, _, _) -> {
          if (from < 512) {
            throw new InternalError("as the test wants");
          }
        });
    assertThatThrownBy(() -> caches.cache.collapser().scan(1)).isInstanceOf(InternalError.class);
    assertThat(caches.cache.collapser().scan(1)).isTrue();
    assertThat(isHuge(second, 0)).isTrue();
    caches.memory.quiet();
  }

  @Test
  @Tag("F2")
  void aFileThatIsGoneIsLeftAlone() {
    TestFile file = caches.newFile("/f");
    file.fill(0, HUGE, 5);
    file.strike(0);
    file.space.destroy();
    assertThat(caches.cache.collapser().scan(BLOCKS)).isTrue();
    assertThat(caches.cache.collapseCounters().joined()).isZero();
  }

  @Test
  @Tag("F3")
  @Tag("H15")
  void aStrikeOfTheTargetDuringTheCopyRollsBack() {
    TestFile file = caches.newFile("/f");
    byte[] data = file.fill(0, HUGE, 6);
    file.space.punch(7 * PAGE, PAGE);
    Arrays.fill(data, 7 * PAGE, 8 * PAGE, (byte) 0);
    int before = file.frame(PAGE);
    caches.memory.each(
        SpyMemory.Moment.AFTER_COPY_FRAMES,
        (target, _, _) -> {
          caches.memory.quiet();
          caches.failure.strike(target);
        });
    assertThat(SpaceCollapse.collapse(file.space, 0, HUGE).notJoined(Reason.FAILED)).isEqualTo(1);
    assertThat(file.frame(PAGE)).as("old frames stay").isEqualTo(before);
    assertThat(file.bytes(0, HUGE)).isEqualTo(data);
    assertThat(SpaceCollapse.collapse(file.space, 0, HUGE).joined()).isEqualTo(1);
    assertThat(file.bytes(0, HUGE)).isEqualTo(data);
  }

  @Test
  @Tag("F2")
  @Tag("H8")
  void aStrikeOfTheSourceAfterTheCopyRollsBack() {
    TestFile file = caches.newFile("/f");
    file.fill(0, HUGE, 7);
    file.space.punch(7 * PAGE, PAGE);
    // The barrier between copy and installation: the fifth since the collapse began to copy.
    int[] barriers = new int[1];
    caches.memory.each(SpyMemory.Moment.AFTER_COPY_FRAMES, (_, _, _) -> barriers[0] = 1);
    caches.memory.each(
        SpyMemory.Moment.BARRIER,
        (_, _, _) -> {
          if (barriers[0] != 0 && barriers[0]++ == 2) {
            caches.memory.quiet();
            file.strike(9 * PAGE);
          }
        });
    assertThat(SpaceCollapse.collapse(file.space, 0, HUGE).joined()).isZero();
    assertThat(isHuge(file, 0)).isFalse();
    assertThat(file.space.badRanges()).hasSize(1);
  }

  @Test
  @Tag("F5")
  void reservedPagesStayReserved() {
    TestFile file = caches.newFile("/f");
    file.fill(0, HUGE, 8);
    file.space.punch(0, 4 * PAGE);
    file.space.allocate(0, 2 * PAGE, true);
    assertThat(SpaceCollapse.collapse(file.space, 0, HUGE).joined()).isEqualTo(1);
    Extent extent = file.space.extentAt(0);
    assertThat(extent).isNotNull();
    assertThat(extent.isPresent(0)).isFalse();
    assertThat(extent.isPresent(4)).isTrue();
    assertThat(file.bytes(0, 4 * PAGE)).containsOnly(0);
  }
}
