package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HugePageBudgetTest {

  private final HugePageBudget budget = new HugePageBudget();

  @Test
  void whatTakesLittleTimeIsAlwaysAllowed() {
    for (int i = 0; i < 1000; i++) {
      assertThat(budget.allowsOne()).isTrue();
      budget.spent(HugePageBudget.FOR_EACH_BLOCK - 1);
    }
  }

  @Test
  void aLongWaitIsSavedWithTheBlocksThatFollow() {
    assertThat(budget.allowsOne()).isTrue();
    budget.spent(3 * HugePageBudget.FOR_EACH_BLOCK);
    assertThat(denied()).isEqualTo(3);
    assertThat(budget.allowsOne()).isTrue();
  }

  @Test
  void afterTheLongestWaitItIsTriedAgainSomeDay() {
    budget.spent(Long.MAX_VALUE);
    assertThat(denied()).isEqualTo(HugePageBudget.MOST_SAVED);
  }

  @Test
  void onAverageTheWaitsTakeNoMoreThanWhatABlockMayCost() {
    long wait = 7 * HugePageBudget.FOR_EACH_BLOCK + 1;
    long waited = 0;
    int blocks = 10_000;
    for (int i = 0; i < blocks; i++) {
      if (budget.allowsOne()) {
        budget.spent(wait);
        waited += wait;
      }
    }
    assertThat(waited).isLessThanOrEqualTo(blocks * HugePageBudget.FOR_EACH_BLOCK);
  }

  private int denied() {
    int count = 0;
    while (!budget.allowsOne()) {
      count++;
    }
    return count;
  }
}
