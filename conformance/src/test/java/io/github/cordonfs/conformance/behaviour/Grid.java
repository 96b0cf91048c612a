package io.github.cordonfs.conformance.behaviour;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Combinations of values of several axes, each as a number from 0. All of them are many; with every
 * two values of two axes together in some combination, a few do, and what goes wrong needs seldom
 * more than two.
 */
final class Grid {

  private final int[] sizes;

  /** Creates one of axes with so many values each. */
  Grid(int... sizes) {
    this.sizes = sizes.clone();
  }

  /** Two values together. */
  private record Pair(int axis, int value, int otherAxis, int otherValue) {}

  /** Returns every combination. */
  List<int[]> all() {
    List<int[]> all = new ArrayList<>();
    int[] next = new int[sizes.length];
    int axis = 0;
    while (axis < sizes.length) {
      all.add(next.clone());
      for (axis = 0; axis < sizes.length && ++next[axis] == sizes[axis]; axis++) {
        next[axis] = 0;
      }
    }
    return all;
  }

  /** Returns combinations that have all pairs: always next the one with most that are missing. */
  List<int[]> pairwise() {
    List<int[]> all = all();
    Set<Pair> missing = new HashSet<>();
    all.forEach(each -> missing.addAll(pairs(each)));
    List<int[]> chosen = new ArrayList<>();
    while (!missing.isEmpty()) {
      int[] best = all.getFirst();
      int most = -1;
      for (int[] each : all) {
        int count = (int) pairs(each).stream().filter(missing::contains).count();
        if (count > most) {
          most = count;
          best = each;
        }
      }
      chosen.add(best);
      missing.removeAll(pairs(best));
    }
    return chosen;
  }

  private static List<Pair> pairs(int[] combination) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < combination.length; i++) {
      for (int j = i + 1; j < combination.length; j++) {
        pairs.add(new Pair(i, combination[i], j, combination[j]));
      }
    }
    return pairs;
  }
}
