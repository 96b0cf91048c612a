package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.Interleaving.explore;
import static io.github.cordonfs.cache.Interleaving.exploreHuge;
import static io.github.cordonfs.cache.Interleaving.share;
import static io.github.cordonfs.cache.Interleaving.together;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.failure.MemoryFailure;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.HeapFrameStore;
import io.github.cordonfs.frame.HeapPoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A strike, or a removal, against everything else on the same page, in every order (rows H2 and
 * H8).
 */
class PageInterleavingTest {

  private static final int PAGE = Frames.FRAME_BYTES;
  private static final byte GOOD = 7;
  private static final byte NEW = 9;
  private static final byte OTHER = 66;

  /** Two files in a memory of 512 frames; the first page of {@code file} holds GOOD, in frame 0. */
  private static final class Setting {
    final HeapFrameStore store = new HeapFrameStore(1);
    final PageCache cache;
    final MemoryFailure failure;
    final AddressSpace file;
    final AddressSpace other;

    Setting(HugePolicy huge, boolean written) {
      cache =
          new PageCache(
              store, store.memory(), CordonOptions.defaults().huge(huge), SplitTables::new);
      failure = new MemoryFailure("cache", cache, PoisonPolicy.KEEP);
      file = cache.newAddressSpace(() -> List.of("/file"));
      other = cache.newAddressSpace(() -> List.of("/other"));
      if (written) {
        write(file, 0, GOOD);
      }
    }

    Setting() {
      this(HugePolicy.NEVER, true);
    }

    MemoryFailureEvent strike() {
      return failure.hardOffline(0, FailureSource.INJECTED);
    }

    byte frameState() {
      return cache.table.state(0);
    }
  }

  private static int write(AddressSpace file, long position, byte value) {
    byte[] page = new byte[PAGE];
    for (int i = 0; i < HeapPoolMemory.SAMPLES; i++) {
      page[HeapPoolMemory.sample(i)] = value;
    }
    return file.write(position, MemorySegment.ofArray(page), 0, PAGE);
  }

  /** What a read of a page gave. */
  private static final class Read {
    final byte[] bytes = new byte[PAGE];
    int result;

    void of(AddressSpace file, long position) {
      result = file.read(position, MemorySegment.ofArray(bytes), 0, PAGE);
    }

    /** Every sampled byte that was delivered is one of these; what was not is 0. */
    void delivered(byte... allowed) {
      for (int i = 0; i < HeapPoolMemory.SAMPLES; i++) {
        int sample = HeapPoolMemory.sample(i);
        boolean fine = sample >= result && bytes[sample] == 0;
        for (byte value : allowed) {
          fine |= sample < result && bytes[sample] == value;
        }
        check(fine, "result " + result + ", byte " + sample + " is " + bytes[sample]);
      }
    }
  }

  private static void check(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }

  private static void checkLost(AddressSpace file) {
    Read after = new Read();
    after.of(file, 0);
    check(after.result == AddressSpace.POISONED, "read after the strike: " + after.result);
  }

  @Test
  @Tag("H8")
  @Tag("A1")
  void readAgainstStrikeGivesGoodBytesOrAnError() {
    explore(() -> {
      Setting s = share(new Setting());
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::strike);
      check(read.result == PAGE || read.result == AddressSpace.POISONED, "" + read.result);
      read.delivered(GOOD);
      checkLost(s.file);
    });
  }

  @Test
  @Tag("H8")
  @Tag("H5")
  void readAgainstStrikeInAHugeFolioGivesGoodBytesOrAnError() {
    exploreHuge(() -> {
      Setting s = share(new Setting(HugePolicy.ALWAYS, true));
      Read read = new Read();
      together(() -> read.of(s.file, 0), s::strike);
      check(read.result == PAGE || read.result == AddressSpace.POISONED, "" + read.result);
      read.delivered(GOOD);
      checkLost(s.file);
      check(s.cache.hugeFolios.get() == 0, "not split");
    });
  }

  @Test
  @Tag("H8")
  @Tag("A3")
  void overwriteAgainstStrikeNeverRevivesThePage() {
    explore(() -> {
      Setting s = share(new Setting());
      int[] written = new int[1];
      together(() -> written[0] = write(s.file, 0, NEW), s::strike);
      check(written[0] == PAGE || written[0] == AddressSpace.POISONED, "wrote " + written[0]);
      checkLost(s.file);
      check(s.frameState() == FrameState.POISONED, "frame 0 is " + s.frameState());
    });
  }

  @Test
  @Tag("H2")
  @Tag("H15")
  void firstWriteAgainstStrikeLosesThePageOrNeverUsesTheFrame() {
    explore(() -> {
      Setting s = share(new Setting(HugePolicy.NEVER, false));
      int[] written = new int[1];
      MemoryFailureEvent[] event = new MemoryFailureEvent[1];
      together(() -> written[0] = write(s.file, 0, GOOD), () -> event[0] = s.strike());
      check(written[0] == PAGE, "wrote " + written[0]);
      if (event[0].message() == MessageType.MEMORY_PAGE) {
        checkLost(s.file);
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

  private void removalAgainstStrikeTakesTheFrameOutOfService(
      java.util.function.Consumer<AddressSpace> removal) {
    explore(() -> {
      Setting s = share(new Setting());
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
  @Tag("H2")
  void framesThatComeAndGoAgainstStrikeAreNeverUsedAfterIt() {
    explore(() -> {
      Setting s = share(new Setting(HugePolicy.NEVER, false));
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
      Setting s = share(new Setting());
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
      Setting s = share(new Setting());
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
  @Tag("F0")
  void readAgainstGrowthSeesOnlyWhatWasWritten() {
    explore(() -> {
      Setting s = share(new Setting(HugePolicy.NEVER, false));
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
      Setting s = share(new Setting());
      together(s::strike, s::strike);
      check(s.failure.counters().total() == 1, "counted " + s.failure.counters());
      check(s.cache.outOfServiceBytes() == PAGE, "out of service");
    });
  }

  @Test
  @Tag("H6")
  void strikesOnTwoPagesOfAHugeFolioLoseBoth() {
    exploreHuge(() -> {
      Setting s = share(new Setting(HugePolicy.ALWAYS, true));
      together(s::strike, () -> s.failure.hardOffline(1, FailureSource.INJECTED));
      checkLost(s.file);
      check(Extent.isPoisoned(s.file.extentAt(0).entry(1)), "page 1 is not marked");
      check(s.file.extentAt(0).poisonedPages == 2, "poisoned pages");
    });
  }

  @Test
  @Tag("R6")
  void clearAgainstReadGivesAnErrorOrZeros() {
    explore(() -> {
      Setting s = share(new Setting());
      s.strike();
      Read read = new Read();
      together(
          () -> read.of(s.file, 0),
          () -> {
            s.file.clearPoison(0, PAGE);
            write(s.other, 0, OTHER);
          });
      check(read.result == PAGE || read.result == AddressSpace.POISONED, "" + read.result);
      read.delivered((byte) 0);
      check(s.other.frameAt(0) != 0, "the struck frame is used again");
    });
  }
}
