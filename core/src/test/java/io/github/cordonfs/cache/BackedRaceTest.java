package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.BackedScene.PAGE;
import static io.github.cordonfs.cache.Interleaving.explore;
import static io.github.cordonfs.cache.Interleaving.share;
import static io.github.cordonfs.cache.Interleaving.together;
import static io.github.cordonfs.cache.Scene.check;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.Scene.Read;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to a page that a store has, in every order: filled, read, struck, taken out. */
class BackedInterleavingTest {

  private static final byte OLD = 1;
  private static final byte NEW = 2;

  @Test
  @Tag("stress")
  @Tag("H9")
  void readAgainstStrikeGivesGoodBytesAlways() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE).read());
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
      BackedScene s = share(new BackedScene(PAGE));
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
  @Tag("stress")
  @Tag("B10")
  void fillAgainstChangeShowsTheNewContentAfterwards() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE));
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
      BackedScene s = share(new BackedScene(PAGE / 4));
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> s.change(PAGE));
      check(read.result == PAGE / 4 || read.result == PAGE, "read " + read.result);
      read.delivered(OLD, NEW);
      s.checkHolds(NEW);
    });
  }

  @Test
  @Tag("stress")
  @Tag("B10")
  @Tag("B9")
  void fillAgainstCutIsAnErrorOrWhatIsLeft() {
    explore(() -> {
      BackedScene s = share(new BackedScene(2 * PAGE));
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
      BackedScene s = share(new BackedScene(PAGE).read());
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::reclaimAndReuse);
      check(read.result == PAGE, "read " + read.result);
      read.delivered(OLD);
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("stress")
  @Tag("B11")
  @Tag("H9")
  void reclaimAgainstStrikeCountsThePageOnce() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE).read());
      together(() -> s.backed.reclaim(1), s::strike);
      s.checkQuarantined();
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("stress")
  @Tag("B11")
  @Tag("B10")
  void reclaimAgainstChangeFreesThePageOnce() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE).read());
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
      BackedScene s = share(new BackedScene(PAGE).read());
      FakeWindow[] window = new FakeWindow[1];
      together(() -> s.backed.reclaim(1), () -> window[0] = s.map(1));
      window[0].check();
      check(window[0].view(0) >= 0, "a page of a mapping is not there");
      s.checkHolds(OLD);
    });
  }

  @Test
  @Tag("stress")
  @Tag("B11")
  void reclaimAgainstFillLeavesNothingBehind() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE));
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
      BackedScene s = share(new BackedScene(PAGE));
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
  @Tag("stress")
  @Tag("B8")
  void anErrorIsForThoseWhoWaitAndIsAskedAgain() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE));
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
  @Tag("stress")
  @Tag("B10")
  @Tag("S8")
  void fillAgainstDestroyGivesEverythingBack() {
    explore(() -> {
      BackedScene s = share(new BackedScene(PAGE));
      Read read = new Read();
      together(() -> read.of(s.file, 0), s.file::destroy);
      check(read.result == PAGE || read.result == AddressSpace.CLOSED, "read " + read.result);
      read.delivered(OLD);
      check(s.cache.usedBytes() == 0, s.cache.usedBytes() + " bytes used");
      s.checkFigures();
    });
  }
}
