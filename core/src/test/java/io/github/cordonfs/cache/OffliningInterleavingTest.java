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
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.Scene.Read;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.frame.FrameState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Soft offline, and what makes a page good again, against everything else on the same page. */
@Tag("H8")
class OffliningInterleavingTest {

  @Test
  @Tag("O1")
  void readAgainstSoftOfflineNeverSeesWhoGetsTheOldFrame() {
    explore(() -> {
      Scene s = share(Scene.small());
      Read read = new Read();
      together(
          () -> read.of(s.file, 0),
          () -> {
            check(s.softOffline() == SoftOfflineResult.MIGRATED, "not migrated");
            check(s.unpoison() == UnpoisonResult.UNPOISONED, "the old frame is not in quarantine");
            // With no frames at hand the next one is the first that is free, which is this.
            s.cache.allocator.trim(Long.MAX_VALUE);
            write(s.other, 0, OTHER);
          });
      check(s.other.frameAt(0) == 0, "the old frame was to be used again");
      check(read.result == PAGE, "read " + read.result);
      read.delivered(GOOD);
      s.checkHolds(0, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("O1")
  void overwriteAgainstSoftOfflineIsNotLost() {
    explore(() -> {
      Scene s = share(Scene.small());
      int[] written = new int[1];
      together(
          () -> written[0] = write(s.file, 0, NEW),
          () -> check(s.softOffline() == SoftOfflineResult.MIGRATED, "not migrated"));
      check(written[0] == PAGE, "wrote " + written[0]);
      s.checkHolds(0, NEW);
      s.checkQuarantined();
      s.checkAll();
    });
  }

  @Test
  @Tag("O5")
  void strikeAgainstSoftOfflineLosesThePageOrHitsTheOldFrame() {
    explore(() -> {
      Scene s = share(Scene.small());
      SoftOfflineResult[] result = new SoftOfflineResult[1];
      together(() -> result[0] = s.softOffline(), s::strike);
      if (result[0] == SoftOfflineResult.MIGRATED) {
        s.checkHolds(0, GOOD);
        s.checkQuarantined();
      } else {
        check(result[0] == SoftOfflineResult.POISONED, "" + result[0]);
        s.checkLost();
      }
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("H15")
  void strikeOfTheTargetOfASoftOfflineIsAsAnyOther() {
    explore(() -> {
      Scene s = share(Scene.small());
      together(
          () -> check(s.softOffline() == SoftOfflineResult.MIGRATED, "not migrated"),
          () -> s.strike(1));
      s.checkQuarantined();
      if (s.file.hasPoison()) {
        s.checkLost();
      } else {
        check(s.cache.table.state(1) == FrameState.QUARANTINED, "frame 1 is in service");
        s.checkHolds(0, GOOD);
      }
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("O2")
  void strikeAgainstSoftOfflineInAHugeFolioLosesOnlyItsPage() {
    explore(() -> {
      Scene s = share(new Scene(2, HugePolicy.ALWAYS, 1));
      together(
          () -> check(s.softOffline() == SoftOfflineResult.MIGRATED, "not migrated"),
          () -> s.strike(1));
      s.checkHolds(0, GOOD);
      s.checkQuarantined();
      check(PageEntry.isPoisoned(s.file.extentAt(0).entry(1)), "page 1 is not marked");
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("O1")
  @Tag("R2")
  void truncateAgainstSoftOfflineLeavesNothing() {
    explore(() -> {
      Scene s = share(Scene.small());
      together(() -> s.file.truncate(0), s::softOffline);
      s.checkQuarantined();
      check(s.cache.usedBytes() == 0, s.cache.usedBytes() + " bytes used");
      s.checkAll();
    });
  }

  @Test
  @Tag("U3")
  void readAgainstUnpoisonGivesTheKeptBytesOrAnError() {
    explore(() -> {
      Scene s = share(Scene.small());
      s.strikeKeepingContent();
      Read read = new Read();
      together(
          () -> read.of(s.file, 0),
          () -> check(s.unpoison() == UnpoisonResult.UNPOISONED, "still poisoned"));
      read.goodOrLost(GOOD);
      s.checkHolds(0, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("R7")
  @Tag("R9")
  void readAgainstRestoreGivesAnErrorOrTheNewBytes() {
    explore(() -> {
      Scene s = share(Scene.small());
      s.strike();
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> check(s.restore(), "nothing to restore"));
      read.goodOrLost(NEW);
      s.checkHolds(0, NEW);
      s.checkQuarantined();
      s.checkAll();
    });
  }

  @Test
  @Tag("R7")
  @Tag("H15")
  void strikeOfTheNewFrameAgainstRestoreLosesThePageOrHitsAFreeFrame() {
    explore(() -> {
      Scene s = share(Scene.small());
      s.strike();
      together(() -> check(s.restore(), "nothing to restore"), () -> s.strike(1));
      s.checkQuarantined();
      if (s.file.hasPoison()) {
        s.checkLost();
      } else {
        check(s.cache.table.state(1) == FrameState.QUARANTINED, "frame 1 is in service");
        s.checkHolds(0, NEW);
      }
      s.checkAll();
    });
  }

  @Test
  @Tag("R7")
  @Tag("U3")
  void unpoisonAgainstRestoreLeavesAGoodPage() {
    explore(() -> {
      Scene s = share(Scene.small());
      s.strikeKeepingContent();
      boolean[] restored = new boolean[1];
      together(() -> restored[0] = s.restore(), s::unpoison);
      check(!s.file.hasPoison(), "poison left");
      s.checkHolds(0, restored[0] ? NEW : GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("R6")
  @Tag("U3")
  void unpoisonAgainstClearLeavesTheKeptBytesOrAHole() {
    explore(() -> {
      Scene s = share(Scene.small());
      s.strikeKeepingContent();
      boolean[] cleared = new boolean[1];
      together(() -> cleared[0] = !s.file.clearPoison(0, PAGE).isEmpty(), s::unpoison);
      s.checkHolds(0, cleared[0] ? 0 : GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("R6")
  @Tag("H6")
  void strikeAgainstClearRemovesThePageOrLeavesItMarked() {
    explore(() -> {
      Scene s = share(new Scene(1, HugePolicy.NEVER, 2));
      s.strike();
      together(() -> s.file.clearPoison(0, 2 * PAGE), () -> s.strike(1));
      s.checkHolds(0, (byte) 0);
      s.checkQuarantined();
      byte state = s.cache.table.state(1);
      check(
          state == (s.file.hasPoison() ? FrameState.POISONED : FrameState.QUARANTINED),
          FrameState.name(state));
      s.checkAll();
    });
  }
}
