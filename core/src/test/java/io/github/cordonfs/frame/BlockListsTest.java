package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockListsTest {

  private final BlockLists lists = new BlockLists();
  private final Block a = new Block(0);
  private final Block b = new Block(1);
  private final Block c = new Block(2);

  @BeforeEach
  void populated() {
    for (Block block : new Block[] {a, b, c}) {
      block.populated = true;
      lists.update(block);
    }
  }

  @Test
  void theYoungestIsAtTheHeadAndTheOldestAtTheTail() {
    assertThat(lists.head(9)).isSameAs(c);
    assertThat(lists.tail(9)).isSameAs(a);
  }

  @Test
  void aBlockMovesToTheListOfItsLargestFreeRun() {
    b.take(8);
    lists.update(b);
    assertThat(lists.head(8)).isSameAs(b);
    assertThat(lists.head(9)).isSameAs(c);
    assertThat(lists.tail(9)).isSameAs(a);
    assertThat(c.next).isSameAs(a);
    assertThat(a.previous).isSameAs(c);
  }

  @Test
  void theEndsOfAListCanLeaveIt() {
    a.take(8);
    lists.update(a);
    c.take(8);
    lists.update(c);
    assertThat(lists.head(9)).isSameAs(b);
    assertThat(lists.tail(9)).isSameAs(b);
    assertThat(lists.head(8)).isSameAs(c);
    assertThat(lists.tail(8)).isSameAs(a);
  }

  @Test
  void aFullBlockIsInNoList() {
    b.take(9);
    lists.update(b);
    assertThat(b.list).isEqualTo(Block.UNLISTED);
    assertThat(b.next).isNull();
    assertThat(b.previous).isNull();
  }

  @Test
  void aClaimedBlockIsInNoListUntilItIsReleased() {
    b.claimed = true;
    lists.update(b);
    assertThat(b.list).isEqualTo(Block.UNLISTED);
    b.claimed = false;
    b.populated = false;
    lists.update(b);
    assertThat(lists.head(BlockLists.UNPOPULATED)).isSameAs(b);
  }

  @Test
  void updatingABlockThatDidNotChangeKeepsItsPlace() {
    lists.update(a);
    assertThat(lists.head(9)).isSameAs(c);
    assertThat(lists.tail(9)).isSameAs(a);
  }
}
