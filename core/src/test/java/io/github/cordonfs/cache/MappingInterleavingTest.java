package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.Interleaving.explore;
import static io.github.cordonfs.cache.Interleaving.share;
import static io.github.cordonfs.cache.Interleaving.together;
import static io.github.cordonfs.cache.Scene.GOOD;
import static io.github.cordonfs.cache.Scene.OTHER;
import static io.github.cordonfs.cache.Scene.PAGE;
import static io.github.cordonfs.cache.Scene.check;
import static io.github.cordonfs.cache.Scene.write;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.SoftOfflineResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What mappings show while pages fail, move and go: afterwards what the file has, and at no moment
 * a frame that was given away or is being filled because it failed ({@link WatchedMemory}).
 */
@Tag("H8")
class MappingInterleavingTest {

  @Test
  @Tag("A6")
  @Tag("U5")
  void strikeWhileThePageIsMappedIsAFault() {
    explore(() -> {
      Scene s = share(Scene.small().window(true));
      s.window.openGateWhenLaid();
      Gate gate = s.window.gate;
      together(() -> gate.first(s.window::map), () -> gate.second(s::strike));
      s.checkLost();
      s.checkAll();
    });
  }

  @Test
  @Tag("A6")
  @Tag("U5")
  void strikeOfAPageThatTheKernelShowsAtOnceIsAFault() {
    explore(() -> {
      Scene s = share(Scene.small().window(false));
      s.window.atOnce().openGateWhenLaid();
      Gate gate = s.window.gate;
      together(() -> gate.first(s.window::map), () -> gate.second(s::strike));
      s.checkLost();
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("A6")
  @Tag("H5")
  void strikeOfAMappedHugeFolioIsAFault() {
    explore(() -> {
      Scene s = share(Scene.huge().window(false));
      s.window.openGateWhenLaid();
      Gate gate = s.window.gate;
      together(() -> gate.first(s.window::map), () -> gate.second(s::strike));
      s.checkLost();
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("M2")
  void holePunchAgainstMapShowsZeros() {
    explore(() -> {
      Scene s = share(Scene.small().window(false));
      together(
          s.window::map,
          () -> {
            s.file.punch(0, PAGE);
            write(s.other, 0, OTHER);
          });
      s.checkHolds(0, (byte) 0);
      s.checkAll();
    });
  }

  @Test
  @Tag("M1")
  void holePunchAgainstWritableMapLeavesNoHole() {
    explore(() -> {
      Scene s = share(Scene.small().window(true));
      together(s.window::map, () -> check(s.file.punch(0, PAGE) == 0, "no space"));
      s.checkHolds(0, (byte) 0);
      check(s.window.shows(s.file.frameAt(0)), "not shown");
      s.checkAll();
    });
  }

  @Test
  @Tag("M5")
  void strikeAgainstUnmapLaysNothingAfterIt() {
    // The moment is short: between finding the mappings and laying over one.
    Interleaving.explore(
        400,
        () -> {
          Scene s = share(Scene.small().mapped(true));
          together(s.window::unmap, s::strike);
          s.checkLost();
          s.checkAll();
        });
  }

  @Test
  @Tag("stress")
  @Tag("M5")
  @Tag("O4")
  void softOfflineAgainstUnmapLaysNothingAfterIt() {
    explore(() -> {
      Scene s = share(Scene.small().mapped(false));
      together(
          s.window::unmap,
          () -> check(s.softOffline() == SoftOfflineResult.MIGRATED, "not migrated"));
      s.checkHolds(0, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("M4")
  @Tag("M5")
  void unlinkAgainstUnmapFreesTheMemoryOnce() {
    explore(() -> {
      Scene s = share(Scene.small().mapped(true));
      together(s.window::unmap, s.file::destroy);
      check(s.cache.usedBytes() == 0, s.cache.usedBytes() + " bytes used");
      s.checkAll();
    });
  }

  @Test
  @Tag("O4")
  void softOfflineAgainstMapShowsWhereThePageIs() {
    explore(() -> {
      Scene s = share(Scene.small().window(false));
      s.window.openGateWhenLaid();
      Gate gate = s.window.gate;
      together(
          () -> gate.first(s.window::map),
          () ->
              gate.second(
                  () -> check(s.softOffline() == SoftOfflineResult.MIGRATED, "not migrated")));
      s.checkHolds(0, GOOD);
      s.checkQuarantined();
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("O4")
  void softOfflineAgainstWritableMapMovesThePageOrIsRefused() {
    explore(() -> {
      Scene s = share(Scene.small().window(true));
      SoftOfflineResult[] result = new SoftOfflineResult[1];
      together(s.window::map, () -> result[0] = s.softOffline());
      check(
          result[0]
              == (s.file.frameAt(0) == 0 ? SoftOfflineResult.MAPPED : SoftOfflineResult.MIGRATED),
          "" + result[0]);
      s.checkHolds(0, GOOD);
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("A6")
  @Tag("O5")
  void strikeAgainstSoftOfflineOfAMappedPageIsAFaultOrFollows() {
    explore(() -> {
      Scene s = share(Scene.small().mapped(false));
      together(s::softOffline, s::strike);
      s.checkAll();
    });
  }

  @Test
  @Tag("F7")
  void collapseAgainstMapShowsTheHugeFolio() {
    explore(() -> {
      Scene s = share(new Scene(2, HugePolicy.NEVER, 1).window(false));
      together(s.window::map, s::collapse);
      s.checkHolds(0, GOOD);
      check(s.window.shows(s.file.frameAt(0)), "not shown");
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("F7")
  @Tag("A6")
  void strikeWhileAMappedFileIsCollapsedIsAFault() {
    explore(() -> {
      Scene s = share(new Scene(2, HugePolicy.NEVER, 1).mapped(false));
      s.memory.openGateAfterCopy(2);
      Gate gate = s.memory.gate;
      together(() -> gate.first(s::collapse), () -> gate.second(s::strike));
      s.checkLost();
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("R1")
  @Tag("R7")
  void unmapAgainstRestoreLaysNothingAfterIt() {
    explore(() -> {
      Scene s = share(Scene.small().mapped(false));
      s.strike();
      together(s.window::unmap, () -> check(s.restore(), "nothing to restore"));
      s.checkAll();
    });
  }

  @Test
  @Tag("stress")
  @Tag("M2")
  @Tag("R2")
  void strikeAgainstTruncateOfAMappedFileIsAFault() {
    explore(() -> {
      Scene s = share(Scene.small().mapped(true));
      together(() -> s.file.truncate(0), s::strike);
      s.checkQuarantined();
      s.checkAll();
    });
  }
}
