package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first block of a store, which gets its memory as it is needed. */
class FirstPieceTest {

  private static final int PIECE = BlockSupply.FIRST_PIECE;

  private final CountingStore store = new CountingStore(3, true);
  private final BuddyAllocator allocator = new BuddyAllocator(store);

  @AfterEach
  void booksAreRight() {
    FrameAudit.check(allocator);
    assertThat(allocator.residentBytes())
        .isEqualTo((long) store.populatedFrames() << Frames.FRAME_SHIFT);
  }

  private void take(int count) {
    for (int i = 0; i < count; i++) {
      int frame = allocator.allocateSingle();
      assertThat(store.hasMemory(frame)).isTrue();
    }
  }

  @Test
  void aFewFramesTakeNoWholeBlock() {
    take(PIECE);
    assertThat(store.populatedFrames()).isEqualTo(PIECE);
  }

  @Test
  void itGrowsUntilItIsWholeBeforeThereIsAnother() {
    take(PIECE + 1);
    assertThat(store.populatedFrames()).isBetween(PIECE + 1, Frames.HUGE_FRAMES - 1);
    take(Frames.HUGE_FRAMES - PIECE - 1);
    assertThat(store.populatedBlocks()).hasSize(1);
    assertThat(store.populatedFrames()).isEqualTo(Frames.HUGE_FRAMES);
    take(1);
    // Only what a file system begins with comes in pieces.
    assertThat(store.populatedFrames()).isEqualTo(2 * Frames.HUGE_FRAMES);
  }

  @Test
  void whoeverBeginsWithMuchGetsAWholeBlockAtOnce() {
    int[] frames = new int[256];
    assertThat(allocator.allocateSingles(frames, 256)).isEqualTo(256);
    assertThat(store.populatedFrames()).isEqualTo(Frames.HUGE_FRAMES);
  }

  @Test
  void aHugeFolioDoesNotComeFromABlockThatIsUsed() {
    int single = allocator.allocateSingle();
    int huge = allocator.allocate(Frames.HUGE_ORDER);
    assertThat(huge >>> Frames.HUGE_ORDER).isNotEqualTo(single >>> Frames.HUGE_ORDER);
    assertThat(store.populatedFrames()).isEqualTo(PIECE + Frames.HUGE_FRAMES);
  }

  @Test
  void aHugeFolioTakesTheFirstBlockWhenNobodyUsesItAnyMore() {
    allocator.free(allocator.allocateSingle(), 0);
    assertThat(allocator.allocate(Frames.HUGE_ORDER)).isZero();
    assertThat(store.populatedFrames()).isEqualTo(Frames.HUGE_FRAMES);
  }

  @Test
  void aRunOfEachOrderFitsWhenItHasGrown() {
    for (int order = 0; order < Frames.HUGE_ORDER; order++) {
      CountingStore small = new CountingStore(1, true);
      BuddyAllocator one = new BuddyAllocator(small);
      int single = one.allocateSingle();
      int run = one.allocate(order);
      assertThat(run).as("order %s", order).isNotEqualTo(Frames.NONE);
      assertThat(small.hasMemory(run + (1 << order) - 1)).as("order %s", order).isTrue();
      assertThat(single).isNotEqualTo(run);
      FrameAudit.check(one);
    }
  }

  @Test
  void framesBehindTheFirstOnesAreWhereTheyAreWanted() {
    int[] frames = new int[PIECE];
    assertThat(allocator.allocateSingles(frames, PIECE)).isEqualTo(PIECE);
    int[] next = new int[1];
    assertThat(allocator.allocateSingles(next, 1, frames[PIECE - 1] + 1)).isEqualTo(1);
    assertThat(next[0]).isEqualTo(frames[PIECE - 1] + 1);
  }

  @Test
  void whereThereIsNoMoreMemoryItStaysAsItIs() {
    store.permit(1);
    take(PIECE);
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
    assertThat(allocator.allocate(5)).isEqualTo(Frames.NONE);
    assertThat(store.populatedFrames()).isEqualTo(PIECE);
    store.permit(10);
    take(1);
  }

  @Test
  void whereThereIsNoMemoryAtAllTheBlockIsTriedAgainLater() {
    store.permit(0);
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
    assertThat(allocator.residentBytes()).isZero();
    FrameAudit.check(allocator);
    store.permit(10);
    take(1);
    assertThat(store.populatedFrames()).isEqualTo(PIECE);
  }

  @Test
  void itIsGivenBackWhenNobodyUsesItAndBeginsSmallAgain() {
    int frame = allocator.allocateSingle();
    allocator.trim(0);
    assertThat(store.populatedFrames()).as("while it is used").isEqualTo(PIECE);
    allocator.free(frame, 0);
    allocator.trim(TimeUnit.HOURS.toNanos(1));
    assertThat(store.populatedFrames()).as("while it may be used again").isEqualTo(PIECE);
    allocator.trim(0);
    assertThat(store.populatedFrames()).isZero();
    FrameAudit.check(allocator);
    take(1);
    assertThat(store.populatedFrames()).isEqualTo(PIECE);
  }

  @Test
  void whoeverLooksAtItsMemoryFindsAllOfIt() {
    take(1);
    assertThat(allocator.hold(0)).isTrue();
    assertThat(store.populatedFrames()).isEqualTo(Frames.HUGE_FRAMES);
    allocator.letGo(0);
  }

  @Test
  void nobodyLooksAtMemoryThatThereIsNone() {
    store.permit(1);
    take(1);
    assertThat(allocator.hold(0)).isFalse();
    assertThat(store.populatedFrames()).isEqualTo(PIECE);
  }

  @Test
  void aFrameWithoutMemoryCanFail() {
    take(1);
    assertThat(allocator.quarantineFree(PIECE + 3, Cause.INJECTED)).isTrue();
    assertThat(allocator.quarantineFree(PIECE + 3, Cause.INJECTED)).isFalse();
    assertThat(allocator.endQuarantine(PIECE + 3)).isTrue();
  }

  @Test
  void aFrameThatFailsWhileItsBlockIsPopulatedIsNotGivenOut() throws Exception {
    CompletableFuture<Boolean> failed = new CompletableFuture<>();
    store.duringPopulate(() -> {
      store.duringPopulate(() -> {});
      failed.completeAsync(() -> allocator.quarantineFree(PIECE + 3, Cause.INJECTED));
    });
    take(1);
    assertThat(failed.get(1, TimeUnit.MINUTES)).isTrue();
    take(3 * Frames.HUGE_FRAMES - 2);
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
    assertThat(allocator.table().state(PIECE + 3)).isEqualTo(FrameState.QUARANTINED);
  }

  @Test
  void aPieceOfRealMemoryIsThereAndNoMore() throws Exception {
    Set<Integer> before = MemoryFiles.open();
    FrameStore real = Stores.memfd(2, true);
    try {
      int file = MemoryFiles.openedSince(before);
      assertThat(real.populatePiece(0, 0, PIECE)).isTrue();
      assertThat(MemoryFiles.allocatedBytes(file)).isEqualTo((long) PIECE * Frames.FRAME_BYTES);
      assertThat(real.populatePiece(0, PIECE, 4 * PIECE)).isTrue();
      assertThat(MemoryFiles.allocatedBytes(file)).isEqualTo(4L * PIECE * Frames.FRAME_BYTES);
      real.memory().fill(4 * PIECE - 1, 0, Frames.FRAME_BYTES, (byte) 1);
      assertThat(real.populatePiece(0, 4 * PIECE, Frames.HUGE_FRAMES)).isTrue();
      assertThat(MemoryFiles.allocatedBytes(file)).isEqualTo(Frames.HUGE_BYTES);
    } finally {
      real.close();
    }
    assertThat(real.populatePiece(1, 0, PIECE)).as("when it is closed").isFalse();
  }
}
