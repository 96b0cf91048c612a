package io.github.cordonfs.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {

  @Test
  void thereAreAllCombinations() {
    assertThat(new Grid(3, 1, 2).all()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void everyTwoValuesComeTogetherInOneOfAFewCombinations() {
    List<int[]> chosen = new Grid(3, 4, 2, 3).pairwise();
    assertThat(chosen).hasSizeBetween(12, 16);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        int first = i;
        int second = j;
        assertThat(chosen).anyMatch(each -> each[0] == first && each[1] == second);
        assertThat(chosen).anyMatch(each -> each[3] == first && each[1] == second);
      }
    }
  }
}
