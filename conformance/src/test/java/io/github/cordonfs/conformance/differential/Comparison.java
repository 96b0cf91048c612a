package io.github.cordonfs.conformance.differential;

import io.github.cordonfs.conformance.peers.Outcome;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does operations on two sides and compares what comes of each. */
final class Comparison {

  /** So many operations are done between looks at everything. */
  private static final int BETWEEN_LOOKS = 2000;

  private final Arena arena;
  private final Explanations explanations;
  private long performed;

  Comparison(Arena arena, Explanations explanations) {
    this.arena = arena;
    this.explanations = explanations;
  }

  /**
   * Does operations in new directories, and returns the first difference; null if there is none.
   */
  @Nullable Finding run(List<Operation> operations) throws IOException {
    try (Arena.Pair pair = arena.enter()) {
      for (int i = 0; i < operations.size(); i++) {
        boolean last = i == operations.size() - 1;
        Step step = step(operations.get(i), pair);
        String difference = step.difference;
        if (difference == null && !step.parted && (last || (i + 1) % BETWEEN_LOOKS == 0)) {
          difference = TreeComparison.compare(pair.reference(), pair.candidate());
        }
        if (difference != null) {
          return new Finding(operations.subList(0, i + 1), difference);
        }
        if (step.parted) {
          return null;
        }
      }
      return null;
    }
  }

  private Step step(Operation operation, Arena.Pair pair) throws IOException {
    Outcome wanted = Outcome.of(() -> operation.perform(pair.reference()));
    Outcome got = Outcome.of(() -> operation.perform(pair.candidate()));
    performed++;
    return switch (explanations.judge(operation, wanted, got, pair)) {
      case SAME -> new Step(null, false);
      case PARTED -> new Step(null, true);
      case DIFFERENT -> new Step("wanted " + wanted + "\n   got " + got, false);
    };
  }

  /** Returns how many operations were done in all. */
  long performed() {
    return performed;
  }

  private record Step(@Nullable String difference, boolean parted) {}
}
