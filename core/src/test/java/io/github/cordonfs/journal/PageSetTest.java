package io.github.cordonfs.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PageSetTest {

  @Test
  void isAsASetOfPages() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      PageSet set = new PageSet();
      TreeSet<Long> model = new TreeSet<>();
      for (int i = 0; i < 60; i++) {
        long first = random.nextInt(40);
        long end = first + 1 + random.nextInt(8);
        boolean add = random.nextBoolean();
        for (long page = first; page < end; page++) {
          if (add) {
            model.add(page);
          } else {
            model.remove(page);
          }
        }
        if (add) {
          set.add(first, end);
        } else {
          set.remove(first, end);
        }
        assertThat(set.pages()).as("seed %d, step %d", seed, i).containsExactlyElementsOf(model);
        assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
        long before = -1;
        for (var run : set.runs().entrySet()) {
          assertThat(run.getKey()).isGreaterThan(before);
          before = run.getValue();
        }
      }
    }
  }
}
