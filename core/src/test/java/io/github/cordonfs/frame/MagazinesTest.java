package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.os.Stripe;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames that threads have at hand. */
class MagazinesTest {

  private final CountingStore store = new CountingStore(2);
  private final BuddyAllocator allocator = new BuddyAllocator(store);
  private final FrameTable table = allocator.table();

  @AfterEach
  void booksAreRight() {
    FrameAudit.check(allocator);
  }

  private int atHand() {
    return allocator.magazines.frames().cardinality();
  }

  private void free(int frame) {
    assertThat(allocator.freeSingles(new int[] {frame}, 0, 1)).isTrue();
  }

  /** Does something in a thread that has another magazine than this one. */
  private static <T> T elsewhere(Callable<T> work) throws InterruptedException, ExecutionException {
    int own = Stripe.current();
    while (true) {
      FutureTask<T> task = new FutureTask<>(work);
      FutureTask<Boolean> other = new FutureTask<>(() -> runUnless(own, task));
      Thread thread = new Thread(other);
      thread.start();
      if (other.get()) {
        return task.get();
      }
    }
  }

  private static boolean runUnless(int stripe, FutureTask<?> task) {
    boolean other = Stripe.current() != stripe;
    if (other) {
      task.run();
    }
    return other;
  }

  @Test
  void whatCameBackLastIsGivenOutFirst() {
    int first = allocator.allocateSingle();
    int second = allocator.allocateSingle();
    free(first);
    free(second);
    assertThat(allocator.allocateSingle()).isEqualTo(second);
    assertThat(allocator.allocateSingle()).isEqualTo(first);
  }

  @Test
  void framesAtHandAreFreeAndNotCountedAsGivenOut() {
    int frame = allocator.allocateSingle();
    assertThat(atHand()).isPositive();
    assertThat(allocator.allocatedFrames()).isEqualTo(1);
    assertThat(table.state(frame)).isEqualTo(FrameState.TRANSIT);
    free(frame);
    assertThat(allocator.allocatedFrames()).isZero();
    assertThat(table.state(frame)).isEqualTo(FrameState.FREE);
  }

  @Test
  void whatFollowsTheFirstFrameIsLeftForAFileThatGrows() {
    int frame = allocator.allocateSingle();
    int[] next = new int[100];
    assertThat(allocator.allocateSingles(next, 100, frame + 1)).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(next[i]).isEqualTo(frame + 1 + i);
    }
  }

  @Test
  void threadsTakeFramesFromBlocksOfTheirOwn() throws Exception {
    int[] first = {allocator.allocate(9), allocator.allocate(9)};
    for (int i = 0; i < 400; i++) {
      allocator.free(first[0] + i, 0);
      allocator.free(first[1] + i, 0);
    }
    int here = allocator.allocateSingle() >>> 9;
    assertThat(elsewhere(allocator::allocateSingle) >>> 9).isNotEqualTo(here);
    for (int i = 0; i < 399; i++) {
      assertThat(allocator.allocateSingle() >>> 9).isEqualTo(here);
    }
    assertThat(allocator.allocateSingle() >>> 9)
        .as("the other's, when its own is full")
        .isNotEqualTo(here);
  }

  @Test
  void aThreadGetsTheLastFrameThoughAnotherHasItAtHand() throws Exception {
    int frame = elsewhere(allocator::allocateSingle);
    int[] others = new int[1024];
    assertThat(allocator.allocateSingles(others, 1024)).isEqualTo(1023);
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
    elsewhere(() -> allocator.freeSingles(new int[] {frame}, 0, 1));
    assertThat(allocator.allocateSingle()).isEqualTo(frame);
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
  }

  @Test
  void noBlockIsPopulatedWhileFramesAreAtHandSomewhere() throws Exception {
    int[] frames = new int[512];
    assertThat(allocator.allocateSingles(frames, 512)).isEqualTo(512);
    elsewhere(() -> allocator.freeSingles(frames, 7, 8));
    store.permit(0);
    assertThat(allocator.allocate(0)).isEqualTo(frames[7]);
    assertThat(store.populatedBlocks()).hasSize(1);
    assertThat(allocator.allocate(0)).as("and then there is none").isEqualTo(Frames.NONE);
  }

  @Test
  @Tag("F4")
  void framesAtHandComeTogetherForAHugeFolio() throws Exception {
    int frame = elsewhere(allocator::allocateSingle);
    assertThat(allocator.allocate(9)).isNotEqualTo(Frames.NONE);
    assertThat(allocator.allocate(9)).isEqualTo(Frames.NONE);
    elsewhere(() -> allocator.freeSingles(new int[] {frame}, 0, 1));
    assertThat(allocator.allocate(9)).isEqualTo(frame & -Frames.HUGE_FRAMES);
  }

  @Test
  void aBlockWithFramesAtHandIsGivenBack() throws Exception {
    int frame = elsewhere(allocator::allocateSingle);
    elsewhere(() -> allocator.freeSingles(new int[] {frame}, 0, 1));
    allocator.trim(0);
    assertThat(atHand()).isZero();
    assertThat(allocator.residentBytes()).isZero();
    assertThat(allocator.allocateSingle()).isNotEqualTo(Frames.NONE);
  }

  @Test
  void framesAtHandAreNotForgottenForGood() throws Exception {
    BuddyAllocator trimmed = new BuddyAllocator(new GivingStore());
    int frame = trimmed.allocateSingle();
    int other = trimmed.allocateSingle();
    Trimmer trimmer = trimmed.magazines.blocks.trimmer;
    assertThat(trimmer.scheduled).as("they were taken from their block").isTrue();
    assertThat(trimmed.freeSingles(new int[] {frame}, 0, 1)).isTrue();
    assertThat(trimmer.run()).as("nothing is free").isEqualTo(BackgroundTask.DONE);
    assertThat(trimmed.magazines.frames().cardinality()).isZero();
    assertThat(trimmed.magazines.noted).isFalse();
    assertThat(trimmed.freeSingles(new int[] {other}, 0, 1)).isTrue();
    assertThat(trimmed.magazines.noted).as("one came after the others were brought back").isTrue();
    assertThat(trimmer.run()).as("then its block is free").isPositive();
    trimmed.close();
  }

  /** A store without memory that wants memory back which is not used. */
  private static final class GivingStore extends FrameStore {
    GivingStore() {
      super(1);
    }

    @Override
    public PoolMemory memory() {
      throw new UnsupportedOperationException("no memory here");
    }

    @Override
    boolean populate(int block) {
      return true;
    }

    @Override
    void release(int block) {}

    @Override
    public long physicalHugeBytes() {
      return 0;
    }

    @Override
    public void close() {}
  }

  @Test
  void aFullMagazineGivesPartOfItsFramesBack() {
    int[] frames = new int[1024];
    assertThat(allocator.allocateSingles(frames, 1024)).isEqualTo(1024);
    for (int i = 0; i < 1024; i++) {
      free(frames[i]);
      assertThat(atHand()).isBetween(1, Magazine.CAPACITY);
    }
    assertThat(allocator.allocateSingle()).as("the last one back").isEqualTo(frames[1023]);
    free(frames[1023]);
    assertThat(allocator.allocate(9)).isNotEqualTo(Frames.NONE);
    assertThat(allocator.allocate(9)).isNotEqualTo(Frames.NONE);
  }

  @Test
  @Tag("H1")
  void aFrameThatFailsAtHandIsNeverGivenOut() throws Exception {
    int frame = elsewhere(allocator::allocateSingle);
    elsewhere(() -> allocator.freeSingles(new int[] {frame}, 0, 1));
    assertThat(allocator.magazines.frames().get(frame)).isTrue();
    assertThat(allocator.quarantineFree(frame, Cause.INJECTED)).isTrue();
    assertThat(table.state(frame)).isEqualTo(FrameState.QUARANTINED);
    for (int i = 0; i < 1023; i++) {
      assertThat(elsewhere(allocator::allocateSingle)).isNotEqualTo(frame);
    }
    assertThat(elsewhere(allocator::allocateSingle)).isEqualTo(Frames.NONE);
  }

  @Test
  @Tag("H2")
  void aFrameThatFailedInTransitDoesNotComeToAMagazine() {
    int frame = allocator.allocateSingle();
    assertThat(table.poisonInTransit(frame, Cause.INJECTED)).isTrue();
    assertThat(allocator.freeSingles(new int[] {frame}, 0, 1)).isFalse();
    assertThat(table.state(frame)).isEqualTo(FrameState.QUARANTINED);
    assertThat(allocator.allocatedFrames()).isZero();
  }

  @Test
  @Tag("S48")
  void aFrameAtHandCanBeTakenToLookAtIt() throws Exception {
    int frame = elsewhere(allocator::allocateSingle);
    assertThat(allocator.allocateFree(frame)).as("given out").isFalse();
    elsewhere(() -> allocator.freeSingles(new int[] {frame}, 0, 1));
    assertThat(allocator.allocateFree(frame)).isTrue();
    assertThat(table.state(frame)).isEqualTo(FrameState.TRANSIT);
    assertThat(allocator.allocateFree(frame)).as("taken").isFalse();
  }

  @Test
  void nothingIsAtHandOnceItIsClosed() {
    int frame = allocator.allocateSingle();
    int other = allocator.allocateSingle();
    free(frame);
    allocator.close();
    assertThat(atHand()).isZero();
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
    free(other);
    assertThat(allocator.allocateSingle()).as("not even what comes back").isEqualTo(Frames.NONE);
    assertThat(allocator.allocatedFrames()).isZero();
  }

  @Test
  void whoWaitsForMemoryWhileItIsClosedGetsNone() {
    store.duringPopulate(allocator::close);
    assertThat(allocator.allocateSingle()).isEqualTo(Frames.NONE);
    assertThat(atHand()).isZero();
    assertThat(allocator.allocatedFrames()).isZero();
  }
}
