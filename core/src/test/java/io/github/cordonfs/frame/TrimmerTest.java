package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrimmerTest {

  private final CountingStore store = new CountingStore(1);
  private final BlockSupply blocks = new BlockSupply(store, new FrameTable(1));
  private final Trimmer trimmer = new Trimmer(blocks);

  @Test
  void aBlockThatIsFreeForLongEnoughIsGivenBackAndThenThereIsNothingToDo() {
    freeFor(populated(), Trimmer.MINIMUM_AGE);
    assertThat(trimmer.run()).isEqualTo(BackgroundTask.DONE);
    assertThat(store.populatedBlocks()).isEmpty();
  }

  @Test
  void theTrimmerComesBackWhenTheNextBlockIsOldEnough() {
    freeFor(populated(), Trimmer.MINIMUM_AGE / 2);
    assertThat(trimmer.run()).isBetween(1L, Trimmer.MINIMUM_AGE / 2);
    assertThat(store.populatedBlocks()).hasSize(1);
  }

  @Test
  void theTrimmerDoesNotWaitForABlockThatIsHeld() {
    Block block = populated();
    freeFor(block, Trimmer.MINIMUM_AGE);
    assertThat(blocks.hold(block.number)).isTrue();
    assertThat(trimmer.run()).isEqualTo(BackgroundTask.DONE);
    assertThat(store.populatedBlocks()).containsExactly(block.number);
    blocks.letGo(block.number);
    assertThat(trimmer.run()).isEqualTo(BackgroundTask.DONE);
    assertThat(store.populatedBlocks()).isEmpty();
  }

  @Test
  void aFreeBlockThatIsLetGoIsTrimmedLater() {
    BlockSupply real = new BlockSupply(Stores.Kind.PLAIN.open(1), new FrameTable(1));
    Block block = populated(real);
    assertThat(real.hold(block.number)).isTrue();
    assertThat(real.trimmer.scheduled).isFalse();
    real.letGo(block.number);
    assertThat(real.trimmer.scheduled).isTrue();
  }

  @Test
  void whatIsClosedIsNotTrimmed() {
    BlockSupply real = new BlockSupply(Stores.Kind.PLAIN.open(1), new FrameTable(1));
    real.scheduleTrim();
    assertThat(real.trimmer.scheduled).isTrue();
    real.close();
    assertThat(real.trimmer.scheduled).isFalse();
  }

  private Block populated() {
    return populated(blocks);
  }

  private static Block populated(BlockSupply from) {
    from.lock.lock();
    try {
      Block block = from.with(Frames.HUGE_ORDER);
      assertThat(block).isNotNull();
      return block;
    } finally {
      from.lock.unlock();
    }
  }

  private static void freeFor(Block block, long nanos) {
    block.freeSince = System.nanoTime() - nanos;
  }
}
