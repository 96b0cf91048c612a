package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrameTableTest {

  private final BuddyAllocator allocator = new BuddyAllocator(new CountingStore(4));
  private final FrameTable table = allocator.table();
  private final FrameOwner owner = new FrameOwner() {};

  @AfterEach
  void booksAreRight() {
    FrameAudit.check(allocator);
  }

  @Test
  void aFrameNeverUsedIsFreeAndOwnedByNobody() {
    assertThat(table.frameCount()).isEqualTo(4 * 512);
    assertThat(table.state(2047)).isEqualTo(FrameState.FREE);
    assertThat(table.owner(2047)).isNull();
  }

  @Test
  void anAssignedFrameKnowsOwnerAndSlot() {
    int frame = allocator.allocate(0);
    assertThat(table.state(frame)).isEqualTo(FrameState.TRANSIT);
    assertThat(table.assign(frame, owner, 511)).isTrue();
    assertThat(table.state(frame)).isEqualTo(FrameState.IN_USE);
    assertThat(table.owner(frame)).isSameAs(owner);
    assertThat(table.slot(frame)).isEqualTo(511);
    table.unassign(frame);
    assertThat(table.state(frame)).isEqualTo(FrameState.TRANSIT);
    assertThat(table.owner(frame)).isNull();
  }

  @Test
  @Tag("H15")
  void aFrameThatFailedInTransitCannotBeAssigned() {
    int frame = allocator.allocate(0);
    assertThat(table.poisonInTransit(frame, Cause.INJECTED)).isTrue();
    assertThat(table.poisonInTransit(frame, Cause.INJECTED)).isFalse();
    assertThat(table.assign(frame, owner, 0)).isFalse();
    assertThat(table.owner(frame)).isNull();
    allocator.free(frame, 0);
    assertThat(table.state(frame)).isEqualTo(FrameState.QUARANTINED);
    assertThat(table.quarantinedFrames()).isOne();
  }

  @Test
  @Tag("U3")
  @Tag("H7")
  void aFrameThatFailedInTransitKeepsItsCause() {
    int frame = allocator.allocate(0);
    assertThat(table.poisonInTransit(frame, Cause.HARDWARE)).isTrue();
    assertThat(table.poisonInTransit(frame, Cause.SUSPECT)).isFalse();
    assertThat(table.cause(frame)).isEqualTo(Cause.HARDWARE);
    allocator.free(frame, 0);
    assertThat(table.outOfService(Cause.HARDWARE)).isOne();
    assertThat(table.outOfService(Cause.SUSPECT)).isZero();
  }

  @Test
  @Tag("H15")
  void aFolioWithAFrameThatFailedInTransitIsAssignedToNobody() {
    int first = allocator.allocate(9);
    assertThat(table.poisonInTransit(first + 300, Cause.INJECTED)).isTrue();
    assertThat(table.assignHuge(first, owner)).isFalse();
    for (int i = 0; i < 512; i++) {
      assertThat(table.owner(first + i)).isNull();
      assertThat(table.state(first + i))
          .isEqualTo(i == 300 ? FrameState.TRANSIT_POISONED : FrameState.TRANSIT);
    }
    allocator.free(first, 9);
    assertThat(table.state(first + 300)).isEqualTo(FrameState.QUARANTINED);
    assertThat(table.state(first + 299)).isEqualTo(FrameState.FREE);
  }

  @Test
  void onlyAFrameInTransitCanBePoisonedThere() {
    int frame = allocator.allocate(0);
    table.assign(frame, owner, 0);
    assertThat(table.poisonInTransit(frame, Cause.INJECTED)).isFalse();
    assertThat(table.poisonInTransit(frame + 1, Cause.INJECTED)).isFalse();
    assertThat(table.state(frame)).isEqualTo(FrameState.IN_USE);
  }

  @Test
  @Tag("H5")
  void framesOfAFolioHaveTheirPlaceAsSlotAndKeepTheirStates() {
    int first = allocator.allocate(9);
    assertThat(table.assignHuge(first, owner)).isTrue();
    table.poison(first + 7, Cause.INJECTED);
    for (int i = 0; i < 512; i++) {
      assertThat(table.owner(first + i)).isSameAs(owner);
      assertThat(table.slot(first + i)).isEqualTo(i);
      assertThat(table.state(first + i))
          .isEqualTo(i == 7 ? FrameState.POISONED : FrameState.IN_USE);
    }
  }

  @Test
  void aFolioTakenFromItsOwnerLeavesPoisonedFramesAsTheyAre() {
    int first = allocator.allocate(9);
    table.assignHuge(first, owner);
    table.poison(first + 511, Cause.INJECTED);
    table.unassignHuge(first);
    assertThat(table.owner(first)).isNull();
    assertThat(table.state(first)).isEqualTo(FrameState.TRANSIT);
    assertThat(table.state(first + 511)).isEqualTo(FrameState.POISONED);
    assertThat(table.poisonedFrames()).isOne();
  }

  @Test
  @Tag("R8")
  void aPoisonedFrameGoesIntoQuarantine() {
    int frame = allocator.allocate(0);
    table.assign(frame, owner, 0);
    table.poison(frame, Cause.INJECTED);
    assertThat(table.poisonedFrames()).isOne();
    allocator.quarantine(frame);
    assertThat(table.state(frame)).isEqualTo(FrameState.QUARANTINED);
    assertThat(table.owner(frame)).isNull();
    assertThat(table.poisonedFrames()).isZero();
    assertThat(table.quarantinedFrames()).isOne();
    assertThat(allocator.allocatedFrames()).isZero();
  }

  @Test
  void freeingAFrameThatIsInUseIsRefused() {
    int frame = allocator.allocate(0);
    table.assign(frame, owner, 0);
    assertThatThrownBy(() -> allocator.free(frame, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("IN_USE");
  }

  @Test
  void freeingAFrameTwiceIsRefused() {
    int frame = allocator.allocate(0);
    allocator.free(frame, 0);
    assertThatThrownBy(() -> allocator.free(frame, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FREE");
  }

  @Test
  void everyStateHasAName() {
    for (byte state = 0; state <= 5; state++) {
      assertThat(FrameState.name(state)).isNotEmpty();
    }
    assertThatThrownBy(() -> FrameState.name((byte) 6))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
