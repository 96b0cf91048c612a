package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.Interleaving.explore;
import static io.github.cordonfs.cache.Interleaving.share;
import static io.github.cordonfs.cache.Interleaving.together;
import static io.github.cordonfs.cache.Scene.GOOD;
import static io.github.cordonfs.cache.Scene.NEW;
import static io.github.cordonfs.cache.Scene.OTHER;
import static io.github.cordonfs.cache.Scene.PAGE;
import static io.github.cordonfs.cache.Scene.check;
import static io.github.cordonfs.cache.Scene.write;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.Scene.Read;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Frames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Small folios becoming a huge one, against everything else on the same pages. The other part
 * begins when the copy is about to be put in place, unless the test says otherwise.
 */
@Tag("H8")
@Tag("F2")
class CollapseInterleavingTest {

  private static final int BEFORE_UNLOCK = 1;
  private static final int BEFORE_INSTALL = 2;

  /** Two pages with data, in two blocks of memory. */
  private static Scene scene(int barriers) {
    Scene s = share(new Scene(2, HugePolicy.NEVER, 2));
    s.memory.openGateAfterCopy(barriers);
    return s;
  }

  private static void whileCollapsing(Scene s, Runnable part) {
    Gate gate = s.memory.gate;
    together(() -> gate.first(s::collapse), () -> gate.second(part));
  }

  private void strikeLosesThePageOnly(int moment) {
    explore(() -> {
      Scene s = scene(moment);
      whileCollapsing(
          s, () -> check(s.strike().message() == MessageType.MEMORY_PAGE, "it held a page"));
      s.checkLost();
      s.checkHolds(PAGE, GOOD);
      check(s.file.extentAt(0).folio() < 0, "a huge folio over a poisoned page");
      s.checkAll();
    });
  }

  @Test
  void strikeBetweenCopyAndInstallLosesThePageOnly() {
    strikeLosesThePageOnly(BEFORE_INSTALL);
  }

  @Test
  @Tag("stress")
  void strikeThatWaitsForTheCopyLosesThePageOrHitsTheOldFrame() {
    explore(() -> {
      Scene s = scene(BEFORE_UNLOCK);
      whileCollapsing(s, s::strike);
      if (s.file.hasPoison()) {
        s.checkLost();
      } else {
        s.checkHolds(0, GOOD);
        s.checkQuarantined();
      }
      s.checkHolds(PAGE, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("H15")
  void strikeOfTheTargetLosesNothingOrAPageOfTheNewFolio() {
    explore(() -> {
      Scene s = scene(BEFORE_INSTALL);
      whileCollapsing(s, () -> s.strike(Frames.HUGE_FRAMES));
      if (s.file.hasPoison()) {
        s.checkLost();
      } else {
        s.checkHolds(0, GOOD);
        byte state = s.cache.table.state(Frames.HUGE_FRAMES);
        check(state == FrameState.QUARANTINED, FrameState.name(state));
      }
      s.checkHolds(PAGE, GOOD);
      s.checkAll();
    });
  }

  @Test
  void readAgainstCollapseNeverSeesWhoGetsTheOldFrame() {
    explore(() -> {
      Scene s = scene(BEFORE_INSTALL);
      Read read = new Read();
      together(
          () ->
              s.memory.gate.first(() -> {
                check(s.collapse(), "not joined");
                write(s.other, 0, OTHER);
              }),
          () -> s.memory.gate.second(() -> read.of(s.file, 0)));
      check(read.result == PAGE, "read " + read.result);
      read.delivered(GOOD);
      s.checkHolds(0, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  void overwriteAgainstCollapseIsNotLost() {
    explore(() -> {
      Scene s = scene(BEFORE_INSTALL);
      whileCollapsing(s, () -> check(write(s.file, 0, NEW) == PAGE, "not written"));
      s.checkHolds(0, NEW);
      s.checkHolds(PAGE, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("O1")
  void softOfflineAgainstCollapseMovesThePageOrFreesTheFrame() {
    explore(() -> {
      Scene s = scene(BEFORE_INSTALL);
      whileCollapsing(
          s,
          () -> {
            SoftOfflineResult result = s.softOffline();
            check(
                result == SoftOfflineResult.MIGRATED || result == SoftOfflineResult.FREE,
                "" + result);
          });
      s.checkQuarantined();
      s.checkHolds(0, GOOD);
      s.checkHolds(PAGE, GOOD);
      s.checkAll();
    });
  }

  /** What a file gets that is written from the beginning to the end. */
  @Test
  @Tag("S9")
  void strikeAgainstJoiningInPlaceLosesThePageOnly() {
    explore(() -> {
      int last = Frames.HUGE_FRAMES - 1;
      int half = Frames.HUGE_FRAMES / 2; // a loop over all pages is taken for a spin
      Scene s = share(new Scene(1, HugePolicy.WITHIN_SIZE, half));
      write(s.file, (long) half * PAGE, last - half, GOOD);
      together(() -> write(s.file, (long) last * PAGE, NEW), s::strike);
      s.checkLost();
      s.checkHolds(PAGE, GOOD);
      s.checkHolds((long) last * PAGE, NEW);
      s.checkAll();
    });
  }
}
