package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.ExtentInternals;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.frame.FrameAudit;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Frames;
import java.util.BitSet;
import java.util.Collection;

/** What must hold of a page cache whenever nobody is at work in it. */
public final class Invariants {

  private final PageCache cache;

  /** Frames that a file holds. */
  private final BitSet held = new BitSet();

  private int poisoned;
  private int hugeFolios;

  private Invariants(PageCache cache) {
    this.cache = cache;
  }

  /**
   * Checks everything.
   *
   * @param spaces all that have not been destroyed; destroyed ones may be among them
   */
  public static void check(PageCache cache, Collection<AddressSpace> spaces) {
    Invariants invariants = new Invariants(cache);
    spaces.forEach(invariants::checkSpace);
    invariants.checkFrames();
    invariants.checkFigures();
  }

  /** Checks a cache whose files are all destroyed: each frame is free or in quarantine. */
  public static void checkEmpty(PageCache cache) {
    for (int frame = 0; frame < cache.table.frameCount(); frame++) {
      byte state = cache.table.state(frame);
      if (state != FrameState.FREE && state != FrameState.QUARANTINED) {
        throw wrong(frame, "nobody's, but " + FrameState.name(state));
      }
    }
    assertThat(cache.usedBytes()).as("used by nobody").isZero();
  }

  private void checkSpace(AddressSpace space) {
    int heldBefore = held.cardinality();
    int poisonedBefore = poisoned;
    for (Extent extent = space.extents.ceiling(0);
        extent != null;
        extent = space.extents.ceiling(extent.index + 1)) {
      assertThat(extent.file()).isSameAs(space);
      assertThat(space.extents.get(extent.index)).isSameAs(extent);
      checkExtent(extent);
    }
    assertThat(space.allocatedBytes())
        .as("allocated bytes of a file")
        .isEqualTo((long) (held.cardinality() - heldBefore) << Frames.FRAME_SHIFT);
    assertThat(space.hasPoison()).as("a file has poison").isEqualTo(poisoned > poisonedBefore);
  }

  private void checkExtent(Extent extent) {
    assertThat(extent.lock.isWriteLocked() || extent.lock.isReadLocked()).as("locked").isFalse();
    if (extent.folio() >= 0) {
      hugeFolios++;
      assertThat(extent.folio() % Frames.HUGE_FRAMES).as("alignment of a huge folio").isZero();
      assertThat(ExtentInternals.table(extent))
          .as("table of small frames beside a huge folio")
          .isNull();
      assertThat(ExtentInternals.marks(extent)).as("room for marks of a huge folio").isNotNull();
    }
    int poisonedHere = 0;
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      int entry = extent.entry(page);
      if (entry != PageEntry.HOLE) {
        boolean bad = PageEntry.isPoisoned(entry);
        poisonedHere += bad ? 1 : 0;
        checkHeld(extent, page, bad ? PageEntry.poisonedFrame(entry) : entry, bad);
      }
    }
    assertThat(extent.poisonedPages()).as("poisoned pages of an extent").isEqualTo(poisonedHere);
    poisoned += poisonedHere;
  }

  private void checkHeld(Extent extent, int page, int frame, boolean bad) {
    if (held.get(frame)) {
      throw wrong(frame, "has two owners");
    }
    held.set(frame);
    byte state = cache.table.state(frame);
    if (state != (bad ? FrameState.POISONED : FrameState.IN_USE)) {
      throw wrong(frame, "held, poisoned " + bad + ", but " + FrameState.name(state));
    }
    if (!extent.equals(cache.table.owner(frame))) {
      throw wrong(frame, "is not owned by its extent, says the table");
    }
    if (extent.folio() < 0 && cache.table.slot(frame) != page) {
      throw wrong(frame, "of page " + page + " is in slot " + cache.table.slot(frame));
    }
  }

  private void checkFrames() {
    FrameAudit.check(cache.allocator);
    for (int frame = 0; frame < cache.table.frameCount(); frame++) {
      byte state = cache.table.state(frame);
      boolean inFile = state == FrameState.IN_USE || state == FrameState.POISONED;
      if (inFile != held.get(frame)) {
        throw wrong(frame, "is " + FrameState.name(state) + ", held " + held.get(frame));
      }
      if (state == FrameState.TRANSIT || state == FrameState.TRANSIT_POISONED) {
        throw wrong(frame, "was lost in transit");
      }
      if (state != FrameState.FREE && FrameAudit.isFree(cache.allocator, frame)) {
        throw wrong(frame, "is " + FrameState.name(state) + " and free");
      }
    }
  }

  private void checkFigures() {
    long bytes = Frames.FRAME_BYTES;
    assertThat(cache.allocator.allocatedFrames()).isEqualTo(held.cardinality());
    assertThat(cache.usedBytes()).as("used").isEqualTo(held.cardinality() * bytes);
    assertThat(cache.hugeFolios.get()).as("huge folios").isEqualTo(hugeFolios);
    assertThat(cache.table.poisonedFrames()).as("poisoned frames").isEqualTo(poisoned);
    int quarantined = cache.table.quarantinedFrames();
    assertThat(cache.outOfServiceBytes()).isEqualTo((poisoned + quarantined) * bytes);
    int lost = cache.unsplittable ? framesOfBrokenBlocks() : quarantined;
    assertThat(cache.capacityBytes())
        .as("capacity")
        .isEqualTo((cache.table.frameCount() - lost) * bytes);
  }

  private int framesOfBrokenBlocks() {
    BitSet broken = new BitSet();
    for (int frame = 0; frame < cache.table.frameCount(); frame++) {
      if (cache.table.state(frame) == FrameState.QUARANTINED) {
        broken.set(frame / Frames.HUGE_FRAMES);
      }
    }
    return broken.cardinality() * Frames.HUGE_FRAMES;
  }

  private static AssertionError wrong(int frame, String what) {
    return new AssertionError("frame " + frame + " " + what);
  }
}
