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
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.Scene.Read;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.frame.FrameState;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A strike, or a removal, against everything else on the same page, in every order (rows H2 and
 * H8).
 */
class PageInterleavingTest {

  @Test
  @Tag("H8")
  @Tag("A1")
  void readAgainstStrikeGivesGoodBytesOrAnError() {
    explore(() -> {
      Scene s = share(Scene.small());
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::strike);
      read.goodOrLost(GOOD);
      s.checkLost();
    });
  }

  @Test
  @Tag("H8")
  @Tag("H5")
  void readAgainstStrikeInAHugeFolioGivesGoodBytesOrAnError() {
    explore(() -> {
      Scene s = share(Scene.huge());
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::strike);
      read.goodOrLost(GOOD);
      s.checkLost();
      check(s.cache.hugeFolios.get() == 0, "not split");
    });
  }

  @Test
  @Tag("S8")
  void readAgainstTruncateInThePageGivesAllOfItOrWhatIsLeft() {
    int left = PAGE / 2;
    explore(() -> {
      Scene s = share(Scene.small());
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> s.file.truncate(left));
      check(read.result == PAGE || read.result == left, "read " + read.result);
      read.delivered(GOOD);
    });
  }

  @Test
  @Tag("H8")
  @Tag("A3")
  void overwriteAgainstStrikeNeverRevivesThePage() {
    explore(() -> {
      Scene s = share(Scene.small());
      int[] written = new int[1];
      together(() -> written[0] = write(s.file, 0, NEW), s::strike);
      check(written[0] == PAGE || written[0] == AddressSpace.POISONED, "wrote " + written[0]);
      s.checkLost();
      check(s.frameState() == FrameState.POISONED, "frame 0 is " + s.frameState());
    });
  }

  @Test
  @Tag("H2")
  @Tag("H15")
  void firstWriteAgainstStrikeLosesThePageOrNeverUsesTheFrame() {
    explore(() -> {
      Scene s = share(new Scene(1, HugePolicy.NEVER, 0));
      int[] written = new int[1];
      MemoryFailureEvent[] event = new MemoryFailureEvent[1];
      together(() -> written[0] = write(s.file, 0, GOOD), () -> event[0] = s.strike());
      check(written[0] == PAGE, "wrote " + written[0]);
      if (event[0].message() == MessageType.MEMORY_PAGE) {
        s.checkLost();
      } else {
        check(event[0].message() == MessageType.FREE, "" + event[0]);
        Read read = new Read();
        read.of(s.file, 0);
        check(read.result == PAGE, "read " + read.result);
        read.delivered(GOOD);
        check(s.file.frameAt(0) != 0, "the struck frame holds data");
        check(s.frameState() == FrameState.QUARANTINED, "frame 0 is " + s.frameState());
      }
    });
  }

  private void removalAgainstStrikeTakesTheFrameOutOfService(Consumer<AddressSpace> removal) {
    explore(() -> {
      Scene s = share(Scene.small());
      together(() -> removal.accept(s.file), s::strike);
      check(s.frameState() == FrameState.QUARANTINED, "frame 0 is " + s.frameState());
      check(s.cache.usedBytes() == 0, s.cache.usedBytes() + " bytes used");
      check(!s.file.hasPoison(), "poison left");
      check(write(s.other, 0, OTHER) == PAGE, "other file not written");
      check(s.other.frameAt(0) != 0, "the struck frame is used again");
    });
  }

  @Test
  @Tag("H8")
  @Tag("R2")
  @Tag("R8")
  void truncateAgainstStrikeTakesTheFrameOutOfService() {
    removalAgainstStrikeTakesTheFrameOutOfService(file -> file.truncate(0));
  }

  @Test
  @Tag("H8")
  @Tag("R1")
  @Tag("R8")
  void holePunchAgainstStrikeTakesTheFrameOutOfService() {
    removalAgainstStrikeTakesTheFrameOutOfService(file -> file.punch(0, PAGE));
  }

  @Test
  @Tag("H8")
  @Tag("R4")
  @Tag("R8")
  void unlinkAgainstStrikeTakesTheFrameOutOfService() {
    removalAgainstStrikeTakesTheFrameOutOfService(AddressSpace::destroy);
  }

  @Test
  @Tag("stress")
  @Tag("H2")
  void framesThatComeAndGoAgainstStrikeAreNeverUsedAfterIt() {
    explore(() -> {
      Scene s = share(new Scene(1, HugePolicy.NEVER, 0));
      together(
          () -> {
            write(s.file, 0, GOOD);
            s.file.truncate(0);
            write(s.other, 0, OTHER);
          },
          s::strike);
      s.other.truncate(0);
      check(s.frameState() == FrameState.QUARANTINED, "frame 0 is " + s.frameState());
    });
  }

  @Test
  @Tag("H8")
  @Tag("F0")
  void readAgainstReuseOfItsFrameNeverSeesTheOtherFile() {
    explore(() -> {
      Scene s = share(Scene.small());
      Read read = new Read();
      together(
          () -> read.of(s.file, 0),
          () -> {
            s.file.truncate(0);
            write(s.other, 0, OTHER);
          });
      check(read.result == PAGE || read.result == AddressSpace.EOF, "read " + read.result);
      read.delivered(GOOD);
    });
  }

  @Test
  @Tag("H8")
  @Tag("R1")
  void readAgainstHolePunchSeesDataOrZeros() {
    explore(() -> {
      Scene s = share(Scene.small());
      Read read = new Read();
      together(
          () -> read.of(s.file, 0),
          () -> {
            s.file.punch(0, PAGE);
            write(s.other, 0, OTHER);
          });
      check(read.result == PAGE, "read " + read.result);
      read.delivered(GOOD, (byte) 0);
    });
  }

  @Test
  @Tag("stress")
  @Tag("F0")
  void readAgainstGrowthSeesOnlyWhatWasWritten() {
    explore(() -> {
      Scene s = share(new Scene(1, HugePolicy.NEVER, 0));
      Read read = new Read();
      together(() -> read.of(s.file, 0), () -> write(s.file, 0, GOOD));
      check(read.result == PAGE || read.result == AddressSpace.EOF, "read " + read.result);
      read.delivered(GOOD);
    });
  }

  @Test
  @Tag("H7")
  void twoStrikesOnAFrameCountOnce() {
    explore(() -> {
      Scene s = share(Scene.small());
      together(s::strike, s::strike);
      check(s.failure.counters().total() == 1, "counted " + s.failure.counters());
      check(s.cache.outOfServiceBytes() == PAGE, "out of service");
    });
  }

  @Test
  @Tag("stress")
  @Tag("H6")
  void strikesOnTwoPagesOfAHugeFolioLoseBoth() {
    explore(() -> {
      Scene s = share(Scene.huge());
      together(s::strike, () -> s.strike(1));
      s.checkLost();
      check(PageEntry.isPoisoned(s.file.extentAt(0).entry(1)), "page 1 is not marked");
      check(s.file.extentAt(0).poisonedPages() == 2, "poisoned pages");
    });
  }

  @Test
  @Tag("stress")
  @Tag("R6")
  void clearAgainstReadGivesAnErrorOrZeros() {
    explore(() -> {
      Scene s = share(Scene.small());
      s.strike();
      Read read = new Read();
      together(
          () -> read.of(s.file, 0),
          () -> {
            s.file.clearPoison(0, PAGE);
            write(s.other, 0, OTHER);
          });
      read.goodOrLost((byte) 0);
      check(s.other.frameAt(0) != 0, "the struck frame is used again");
    });
  }
}
