package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HugePageBudgetTest {

  private static final long SLOW = HugePageBudget.SLOW + HugePageBudget.FOR_EACH_BLOCK;

  private final HugePageBudget budget = new HugePageBudget();

  @Test
  void whatTakesLittleTimeIsAlwaysAllowed() {
    for (int i = 0; i < 1000; i++) {
      assertThat(budget.allowsOne()).isTrue();
      budget.spent(HugePageBudget.SLOW);
    }
  }

  @Test
  void aSlowOneIsSavedWithTheBlocksThatFollow() {
    budget.spent(SLOW);
    budget.spent(SLOW);
    assertThat(denied()).isEqualTo((int) (SLOW / HugePageBudget.FOR_EACH_BLOCK));
    budget.spent(2 * SLOW);
    assertThat(denied()).isEqualTo((int) (2 * SLOW / HugePageBudget.FOR_EACH_BLOCK));
  }

  @Test
  void oneAloneMayBeSlow() {
    for (int i = 0; i < 10; i++) {
      budget.spent(Long.MAX_VALUE);
      assertThat(budget.allowsOne()).isTrue();
      budget.spent(0);
      assertThat(budget.allowsOne()).isTrue();
    }
  }

  @Test
  void afterTheSlowestItIsTriedAgainSomeDay() {
    budget.spent(Long.MAX_VALUE);
    budget.spent(Long.MAX_VALUE);
    assertThat(denied()).isEqualTo(HugePageBudget.MOST_SAVED);
  }

  @Test
  void onAverageSlowOnesTakeNoMoreThanTheyMayForEachBlock() {
    long took = 0;
    int blocks = 10_000;
    for (int i = 0; i < blocks; i++) {
      if (budget.allowsOne()) {
        budget.spent(7 * SLOW);
        took += 7 * SLOW;
      }
    }
    assertThat(took).isLessThanOrEqualTo(blocks * HugePageBudget.FOR_EACH_BLOCK + 7 * SLOW);
  }

  private int denied() {
    int count = 0;
    while (!budget.allowsOne()) {
      count++;
    }
    return count;
  }
}
