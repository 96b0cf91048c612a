package io.github.cordonfs.cli.drill.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrikePlanTest {

  @Test
  void aPlanTakesEachPageOnceBeforeItTakesOneAgain() {
    StrikePlan plan = new StrikePlan(50, 7);
    StrikePlan same = new StrikePlan(50, 7);
    for (int pass = 0; pass < 3; pass++) {
      Set<Integer> pages = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        int page = plan.next();
        assertThat(same.next()).isEqualTo(page);
        pages.add(page);
      }
      assertThat(pages).hasSize(50);
    }
  }
}
