package io.github.cordonfs.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ClockProTest {

  private static final int PAGES = 1024;

  private final BitSet marks = new BitSet();
  private final AccessMarks asked =
      frame -> {
        boolean marked = marks.get(frame);
        marks.clear(frame);
        return marked;
      };

  /** A full cache: page n in frame n. */
  private ClockPro full() {
    ClockPro policy = new ClockPro(PAGES);
    for (int frame = 0; frame < PAGES; frame++) {
      policy.added(frame, key(frame), 1);
    }
    return policy;
  }

  /** Evicts a page and reads another in its place. */
  private int replace(ClockPro policy, int page) {
    int frame = policy.nextVictim(asked);
    policy.evicted(frame);
    marks.clear(frame);
    policy.added(frame, key(page), 1);
    return frame;
  }

  private static long key(int page) {
    return (page + 1) * 0x9E3779B97F4A7C15L;
  }

  @Test
  void nothingTrackedIsNothingOffered() {
    assertThat(new ClockPro(PAGES).nextVictim(asked)).isEqualTo(-1);
    assertThat(new ClockPro(0).nextVictim(asked)).isEqualTo(-1);
  }

  @Test
  void pageThatWasReadIsOfferedAfterThoseThatWereNot() {
    ClockPro policy = full();
    marks.set(0, PAGES / 8);
    for (int i = PAGES / 8; i < PAGES; i++) {
      int frame = policy.nextVictim(asked);
      assertThat(frame).isGreaterThanOrEqualTo(PAGES / 8);
      policy.evicted(frame);
    }
  }

  @Test
  void oldestIsOfferedFirstWhereNothingWasRead() {
    ClockPro policy = full();
    for (int i = 0; i < PAGES; i++) {
      assertThat(policy.nextVictim(asked)).isEqualTo(i);
    }
    assertThat(policy.nextVictim(asked)).isEqualTo(-1);
  }

  @Test
  void scanReplacesNoPageThatIsReadAgainAndAgain() {
    ClockPro policy = full();
    for (int page = PAGES; page < 20 * PAGES; page++) {
      marks.set(PAGES / 2, PAGES);
      assertThat(replace(policy, page)).isLessThan(PAGES / 2);
    }
  }

  @Test
  void pageThatComesBackSoonIsHot() {
    ClockPro policy = full();
    long hot = PAGES / 2;
    for (int page = PAGES; page < 2 * PAGES; page++) {
      replace(policy, page);
      hot = policy.hotWeight();
    }
    int victim = policy.nextVictim(asked);
    policy.evicted(victim);
    policy.added(victim, key(2 * PAGES - PAGES / 4), 1);
    assertThat(policy.hotWeight()).isEqualTo(hot + 1);
  }

  @Test
  void hugeFolioCountsAsItsPages() {
    ClockPro policy = new ClockPro(PAGES);
    policy.added(0, key(0), ReclaimPolicy.HUGE_PAGES);
    policy.added(512, key(1), 1);
    assertThat(policy.weight()).isEqualTo(513);
    assertThat(policy.nextVictim(asked)).isEqualTo(0);
    assertThat(policy.weight()).isEqualTo(1);
    policy.kept(0);
    assertThat(policy.weight()).isEqualTo(513);
    policy.removed(0);
    assertThat(policy.weight()).isEqualTo(1);
  }

  @Test
  void removedPageIsNeitherOfferedNorRemembered() {
    ClockPro policy = full();
    for (int frame = 0; frame < PAGES; frame += 2) {
      policy.removed(frame);
    }
    for (int i = 1; i < PAGES; i += 2) {
      assertThat(policy.nextVictim(asked)).isOdd();
    }
    assertThat(policy.nextVictim(asked)).isEqualTo(-1);
    for (int i = 1; i < PAGES; i += 2) {
      policy.removed(i);
    }
    assertThat(policy.ghosts()).isZero();
    assertThat(policy.weight()).isZero();
  }

  /** Times have 16 bits, and pages come and go for longer than that. */
  @Test
  void hotPageThatIsNeverReadAgainGoesSomeDay() {
    ClockPro policy = full();
    BitSet left = new BitSet();
    left.set(0, PAGES);
    for (int page = PAGES; page < 700 * PAGES && !left.isEmpty(); page++) {
      left.clear(replace(policy, page));
    }
    assertThat(left.cardinality()).isZero();
  }

  @Test
  void metadataTakeNoMoreThanTwentyFourBytesAPage() {
    int pages = 1 << 18;
    ClockPro policy = new ClockPro(pages);
    long empty = policy.overheadBytes();
    assertThat(empty).isLessThan(20_000);
    for (int frame = 0; frame < pages; frame++) {
      policy.added(frame, key(frame), 1);
    }
    long bytes = policy.overheadBytes();
    assertThat(bytes).isBetween(23L * pages, 24L * pages + pages / 4);
    for (int page = pages; page < 6 * pages; page++) {
      replace(policy, page);
    }
    assertThat(policy.overheadBytes()).isEqualTo(bytes);
    assertThat(policy.ghosts()).isBetween(pages, pages * 4 / 3 + 8);
  }

  @Test
  void callOutOfTurnIsAnError() {
    ClockPro policy = new ClockPro(PAGES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.added(0, 0, 2))
        .withMessage("a page of 2 pages");
    assertThatThrownBy(() -> policy.added(PAGES, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> policy.removed(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> policy.removed(3))
        .withMessage("frame 3 is not tracked");
    policy.added(3, 0, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> policy.added(3, 0, 1))
        .withMessage("frame 3 is tracked already");
    assertThatIllegalStateException()
        .isThrownBy(() -> policy.evicted(3))
        .withMessage("frame 3 is not offered");
    assertThatIllegalStateException()
        .isThrownBy(() -> policy.kept(3))
        .withMessage("frame 3 is not offered");
    policy.removed(3);
    assertThatIllegalStateException().isThrownBy(() -> policy.removed(3));
  }
}
