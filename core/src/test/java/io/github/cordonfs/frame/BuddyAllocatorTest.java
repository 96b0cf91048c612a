package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BuddyAllocatorTest {

  private final CountingStore store = new CountingStore(4);
  private final BuddyAllocator allocator = new BuddyAllocator(store);
  private final FrameTable table = allocator.table();

  @AfterEach
  void booksAreRight() {
    FrameAudit.check(allocator);
    assertThat(allocator.residentBytes())
        .isEqualTo((long) store.populatedBlocks().size() * Frames.HUGE_BYTES);
  }

  @Test
  void memoryIsTakenFromTheStoreOneBlockAtATimeWhenNeeded() {
    assertThat(store.populatedBlocks()).isEmpty();
    int frame = allocator.allocate(0);
    assertThat(store.populatedBlocks()).containsExactly(frame >>> 9);
    allocator.allocate(9);
    assertThat(store.populatedBlocks()).hasSize(2);
  }

  @Test
  void everyFrameIsGivenOutOnceAndThenThereIsNone() {
    int[] frames = new int[2100];
    assertThat(allocator.allocateSingles(frames, 2100)).isEqualTo(2048);
    int[] got = Arrays.copyOf(frames, 2048);
    Arrays.sort(got);
    for (int i = 0; i < 2048; i++) {
      assertThat(got[i]).isEqualTo(i);
    }
    assertThat(allocator.allocate(0)).isEqualTo(Frames.NONE);
    assertThat(allocator.allocatedFrames()).isEqualTo(2048);
  }

  @Test
  void singlesAreAdjacentInAFreshBlock() {
    int[] frames = new int[512];
    allocator.allocateSingles(frames, 512);
    for (int i = 1; i < 512; i++) {
      assertThat(frames[i]).isEqualTo(frames[i - 1] + 1);
    }
  }

  @Test
  @Tag("F1")
  void wholeBlocksAreAdjacentAlsoWhenTheyWereUsedBefore() {
    int[] before = new int[4];
    for (int i = 0; i < 4; i++) {
      before[i] = allocator.allocateBlock(Frames.NONE);
    }
    for (int first : before) {
      allocator.free(first, 9);
    }
    int goal = Frames.NONE;
    for (int i = 0; i < 4; i++) {
      int first = allocator.allocateBlock(goal);
      assertThat(first).isEqualTo(i * Frames.HUGE_FRAMES);
      goal = first + Frames.HUGE_FRAMES;
    }
    assertThat(allocator.allocateBlock(goal)).isEqualTo(Frames.NONE);
  }

  @Test
  void aWholeBlockIsAnotherOneIfTheBestIsNotFree() {
    int small = allocator.allocate(0);
    int first = allocator.allocateBlock(small);
    assertThat(first).isNotEqualTo(Frames.NONE).isNotEqualTo(small);
  }

  @Test
  void smallRunsComeFromTheBlockThatIsMostBrokenUp() {
    int whole = allocator.allocate(9);
    int small = allocator.allocate(0);
    allocator.free(whole, 9);
    assertThat(allocator.allocate(3) >>> 9).isEqualTo(small >>> 9);
    assertThat(allocator.allocate(9)).isEqualTo(whole);
  }

  @Test
  void aRunOfEveryOrderIsNaturallyAligned() {
    for (int order = 0; order <= 9; order++) {
      int first = allocator.allocate(order);
      assertThat(first & (1 << order) - 1).as("order %s", order).isZero();
    }
  }

  @Test
  void noMemoryInTheStoreIsNoMemoryHereUntilThereIsSomeAgain() {
    store.permit(1);
    int first = allocator.allocate(9);
    assertThat(first).isNotEqualTo(Frames.NONE);
    assertThat(allocator.allocate(0)).isEqualTo(Frames.NONE);
    store.permit(1);
    assertThat(allocator.allocate(0)).isNotEqualTo(Frames.NONE);
    store.permit(0);
    allocator.free(first, 9);
    assertThat(allocator.allocate(9)).isEqualTo(first);
  }

  @Test
  @Tag("U2")
  void onlyAFrameWhoseFailureWasInjectedIsRecycled() {
    BuddyAllocator recycling = new BuddyAllocator(new CountingStore(1), true);
    int bad = recycling.allocate(0);
    int injected = recycling.allocate(0);
    assertThat(recycling.table().poisonInTransit(bad, Cause.HARDWARE)).isTrue();
    assertThat(recycling.table().poisonInTransit(injected, Cause.INJECTED)).isTrue();
    recycling.free(bad, 0);
    recycling.free(injected, 0);
    assertThat(recycling.table().state(bad)).isEqualTo(FrameState.QUARANTINED);
    assertThat(recycling.table().state(injected)).isEqualTo(FrameState.FREE);
    FrameAudit.check(recycling);
  }

  @Test
  @Tag("H1")
  void aFreeFrameTakenOutOfServiceIsNeverGivenOut() {
    assertThat(allocator.quarantineFree(0, Cause.INJECTED)).isTrue();
    assertThat(allocator.quarantineFree(0, Cause.INJECTED)).isFalse();
    int[] frames = new int[2048];
    assertThat(allocator.allocateSingles(frames, 2048)).isEqualTo(2047);
    assertThat(Arrays.copyOf(frames, 2047)).doesNotContain(0).doesNotHaveDuplicates();
  }

  @Test
  @Tag("H1")
  void aFrameInUseIsNotTakenOutAsAFreeOne() {
    int frame = allocator.allocate(0);
    assertThat(allocator.quarantineFree(frame, Cause.INJECTED)).isFalse();
    assertThat(table.state(frame)).isEqualTo(FrameState.TRANSIT);
  }

  @Test
  @Tag("F4")
  void aBlockWithAFrameInQuarantineNeverFormsAHugeFolioAgain() {
    int first = allocator.allocate(9);
    table.poisonInTransit(first + 17, Cause.INJECTED);
    allocator.free(first, 9);
    for (int i = 0; i < 3; i++) {
      int other = allocator.allocate(9);
      assertThat(other).isNotEqualTo(Frames.NONE).isNotEqualTo(first);
    }
    assertThat(allocator.allocate(9)).isEqualTo(Frames.NONE);
    assertThat(allocator.allocate(8)).isEqualTo(first + 256);
  }

  @Test
  void singlesOfSeveralBlocksComeBackAtOnceAndOneThatFailedInTransitDoesNot() {
    int[] frames = new int[1500];
    assertThat(allocator.allocateSingles(frames, 1500)).isEqualTo(1500);
    assertThat(allocator.freeSingles(frames, 10, 10)).as("none of them").isTrue();
    assertThat(allocator.freeSingles(frames, 0, 700)).isTrue();
    assertThat(allocator.allocatedFrames()).isEqualTo(800);
    assertThat(table.poisonInTransit(frames[900], Cause.HARDWARE)).isTrue();
    assertThat(allocator.freeSingles(frames, 700, 1500)).isFalse();
    assertThat(allocator.allocatedFrames()).isZero();
    assertThat(table.state(frames[900])).isEqualTo(FrameState.QUARANTINED);
    assertThat(allocator.allocateSingles(new int[2048], 2048)).isEqualTo(2047);
  }

  @Test
  void trimGivesWhollyFreeBlocksBackAndOnlyThose() {
    int whole = allocator.allocate(9);
    int small = allocator.allocate(0);
    allocator.free(whole, 9);
    allocator.trim(Long.MAX_VALUE);
    assertThat(store.populatedBlocks()).hasSize(2);
    allocator.trim(0);
    assertThat(store.populatedBlocks()).containsExactly(small >>> 9);
    assertThat(allocator.allocate(9)).isNotEqualTo(Frames.NONE);
  }

  @Test
  void aBlockThatIsHeldStaysAndKeepsNoOtherFromBeingGivenBack() {
    int held = allocator.allocate(9);
    int other = allocator.allocate(9);
    allocator.free(held, 9);
    allocator.free(other, 9);
    assertThat(allocator.hold(held >>> 9)).isTrue();
    allocator.trim(0);
    assertThat(store.populatedBlocks()).containsExactly(held >>> 9);
    allocator.letGo(held >>> 9);
    allocator.trim(0);
    assertThat(store.populatedBlocks()).isEmpty();
  }

  @Test
  void aBlockPopulatedWhileAnotherOneCameFreeIsAsOldAsItsPopulation() {
    int[] frames = new int[512];
    allocator.allocateSingles(frames, 512);
    store.duringPopulate(() -> {
      store.duringPopulate(() -> {});
      allocator.free(frames[0], 0);
    });
    assertThat(allocator.allocate(0)).isEqualTo(frames[0]);
    assertThat(store.populatedBlocks()).hasSize(2);
    allocator.trim(Long.MAX_VALUE / 4);
    assertThat(store.populatedBlocks()).as("nothing is that old").hasSize(2);
    allocator.trim(1L << 40);
    assertThat(store.populatedBlocks()).as("nothing is twenty minutes old").hasSize(2);
  }

  @Test
  void anAllocatorThatWasClosedFindsNoMemory() {
    int frame = allocator.allocate(0);
    allocator.close();
    assertThat(allocator.allocate(0)).isEqualTo(Frames.NONE);
    assertThat(allocator.allocateSingles(new int[4], 4)).isZero();
    allocator.free(frame, 0);
    assertThat(allocator.allocatedFrames()).isZero();
  }
}
