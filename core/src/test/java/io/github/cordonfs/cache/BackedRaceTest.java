package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.BackedScene.PAGE;
import static io.github.cordonfs.cache.Scene.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.Scene.Read;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageRemoval;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What happens to a page that a store has, at the same time: filled, read, struck, taken out. By
 * threads, over and over, and not by a model checker.
 */
class BackedRaceTest {

  private static final int ROUNDS =
      Integer.getInteger("cordon.rounds", Boolean.getBoolean("cordon.stress") ? 100_000 : 400);

  private static final byte OLD = 1;
  private static final byte NEW = 2;

  @Test
  @Tag("H9")
  void readAgainstStrikeGivesGoodBytesAlways() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::strike);
      check(read.result == PAGE, "read " + read.result);
      read.delivered(OLD);
      s.checkQuarantined();
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("H9")
  @Tag("H15")
  void fillAgainstStrikeOfItsFrameNeverUsesItAfterwards() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE);
      Read read = new Read();
      MemoryFailureEvent[] event = new MemoryFailureEvent[1];
      together(() -> read.of(s.file, 0), () -> event[0] = s.strike());
      check(read.result == PAGE, "read " + read.result);
      read.delivered(OLD);
      MessageType message = event[0].message();
      check(message == MessageType.FREE || message == MessageType.CLEAN_PAGE, "" + message);
      s.checkQuarantined();
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("B10")
  void fillAgainstChangeShowsTheNewContentAfterwards() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE);
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> s.change(PAGE));
      check(read.result == PAGE, "read " + read.result);
      read.delivered(OLD, NEW);
      s.checkHolds(NEW);
    });
  }

  @Test
  @Tag("B10")
  @Tag("B9")
  void fillAgainstGrowthLeavesNoZerosWhereTheFileHasBytes() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE / 4);
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> s.change(PAGE));
      check(read.result == PAGE / 4 || read.result == PAGE, "read " + read.result);
      read.delivered(OLD, NEW);
      s.checkHolds(NEW);
    });
  }

  @Test
  @Tag("B10")
  @Tag("B9")
  void fillAgainstCutIsAnErrorOrWhatIsLeft() {
    explore(() -> {
      BackedScene s = new BackedScene(2 * PAGE);
      Read read = new Read();
      together(
          () -> {
            if (!canRead(read, s, PAGE)) {
              read.result = AddressSpace.EOF;
            }
          },
          () -> s.change(PAGE / 4));
      check(read.result == PAGE || read.result == AddressSpace.EOF, "read " + read.result);
      read.delivered(OLD);
      s.checkHolds(NEW);
    });
  }

  @Test
  @Tag("B11")
  void readAgainstReclaimAndReuseNeverSeesTheOtherFile() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::reclaimAndReuse);
      check(read.result == PAGE, "read " + read.result);
      read.delivered(OLD);
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("U1")
  void strikeOfAPageAgainstReclaimAndReuseNeverHitsTheOtherFile() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      MemoryFailureEvent[] event = new MemoryFailureEvent[1];
      together(() -> event[0] = s.strikePage(() -> s.file.instantiate(0)), s::reclaimAndReuse);
      check(event[0].message() == MessageType.CLEAN_PAGE, "" + event[0]);
      check(event[0].paths().equals(List.of("/file")), "" + event[0]);
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("O3")
  void softOfflineOfAPageAgainstReclaimAndReuseNeverMovesTheOtherFile() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      SoftOfflineResult[] result = new SoftOfflineResult[1];
      together(
          () -> result[0] = s.softOfflinePage(() -> s.file.instantiate(0)), s::reclaimAndReuse);
      check(result[0] == SoftOfflineResult.DROPPED, "" + result[0]);
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("U1")
  void aPageThatIsBeingTakenOutIsNotStruckWhereItWas() throws Exception {
    BackedScene s = new BackedScene(PAGE).read();
    Extent extent = s.file.extents.get(0);
    FreedFrames freed = new FreedFrames(s.cache, 1);
    FutureTask<MemoryFailureEvent> strike =
        new FutureTask<>(() -> s.strikePage(() -> s.file.instantiate(0)));
    Thread striker = new Thread(strike);
    long stamp = extent.lock.writeLock();
    try {
      striker.start();
      while (striker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      PageRemoval.removeLocked(extent, 0, 1, freed);
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    freed.release();
    Scene.write(s.other, 0, Scene.OTHER);
    assertThat(strike.get().paths()).containsExactly("/file");
    s.checkHolds(OLD);
  }

  @Test
  @Tag("U1")
  @Tag("O3")
  void aPageThatWentWithAChangeIsLookedForOnceMore() throws IOException {
    BackedScene struck = new BackedScene(PAGE).read();
    MemoryFailureEvent event = struck.strikePage(struck.changedAfterALook());
    assertThat(event.paths()).containsExactly("/file");
    assertThat(event.message()).isEqualTo(MessageType.CLEAN_PAGE);
    struck.checkHolds(NEW);
    BackedScene offlined = new BackedScene(PAGE).read();
    assertThat(offlined.softOfflinePage(offlined.changedAfterALook()))
        .isEqualTo(SoftOfflineResult.DROPPED);
    offlined.checkHolds(NEW);
  }

  @Test
  @Tag("B11")
  @Tag("H9")
  void reclaimAgainstStrikeCountsThePageOnce() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      together(() -> s.backed.reclaim(1), s::strike);
      s.checkQuarantined();
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("B11")
  @Tag("B10")
  void reclaimAgainstChangeFreesThePageOnce() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      together(() -> s.backed.reclaim(1), () -> s.change(PAGE));
      check(s.file.allocatedBytes() == 0, "kept " + s.file.allocatedBytes());
      s.checkHolds(NEW);
    });
  }

  @Test
  @Tag("B11")
  @Tag("B12")
  void reclaimAgainstMapKeepsWhatIsMapped() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE).read();
      FakeWindow[] window = new FakeWindow[1];
      together(() -> s.backed.reclaim(1), () -> window[0] = s.map(1));
      window[0].check();
      check(window[0].view(0) >= 0, "a page of a mapping is not there");
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("B11")
  void reclaimAgainstFillLeavesNothingBehind() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE);
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> s.backed.reclaim(1));
      check(read.result == PAGE, "read " + read.result);
      read.delivered(OLD);
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("B8")
  void twoReadersOfOneMissAskOnce() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE);
      Read one = new Read();
      Read other = new Read();
      together(() -> one.of(s.file, 0), () -> other.of(s.file, 0));
      check(one.result == PAGE && other.result == PAGE, one.result + ", " + other.result);
      one.delivered(OLD);
      other.delivered(OLD);
      check(s.requests.get() == 1, "asked " + s.requests);
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("B8")
  void anErrorIsForThoseWhoWaitAndIsAskedAgain() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE);
      s.fails = true;
      together(() -> mustFail(s), () -> mustFail(s));
      s.fails = false;
      s.checkHolds(OLD);
    });
  }

  private static void mustFail(BackedScene s) {
    check(!canRead(new Read(), s, 0), "read from a store that fails");
  }

  /** Returns false if the store fails. */
  private static boolean canRead(Read read, BackedScene s, long position) {
    try {
      read.of(s.file, position);
      return true;
    } catch (Exception e) {
      check(e instanceof IOException, "" + e);
      return false;
    }
  }

  @Test
  @Tag("B10")
  @Tag("S8")
  void fillAgainstDestroyGivesEverythingBack() {
    explore(() -> {
      BackedScene s = new BackedScene(PAGE);
      Read read = new Read();
      together(() -> read.of(s.file, 0), s.file::destroy);
      check(read.result == PAGE || read.result == AddressSpace.CLOSED, "read " + read.result);
      read.delivered(OLD);
      check(s.cache.usedBytes() == 0, s.cache.usedBytes() + " bytes used");
      s.checkFigures();
    });
  }

  /** One thread's part. */
  private interface Part {
    void run() throws Exception;
  }

  private static void explore(Runnable scenario) {
    for (int round = 0; round < ROUNDS; round++) {
      scenario.run();
    }
  }

  /** Runs two parts at once: neither begins before the other is there. */
  private static void together(Part one, Part other) {
    AtomicInteger missing = new AtomicInteger(2);
    FutureTask<Boolean> beside = new FutureTask<>(() -> run(other, missing));
    Thread thread = Thread.ofPlatform().start(beside);
    try {
      run(one, missing);
      beside.get();
      thread.join();
    } catch (Exception e) {
      throw new AssertionError("a part failed: " + e, e);
    }
  }

  private static boolean run(Part part, AtomicInteger missing) throws Exception {
    missing.decrementAndGet();
    while (missing.get() > 0) {
      Thread.onSpinWait();
    }
    part.run();
    return true;
  }
}
