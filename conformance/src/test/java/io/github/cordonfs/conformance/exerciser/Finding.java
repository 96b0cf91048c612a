package io.github.cordonfs.conformance.exerciser;

import io.github.cordonfs.conformance.peers.Shrinker;
import java.util.List;

/**
 * What went wrong.
 *
 * @param operations up to the one after which it was seen
 * @param words what was wrong
 */
record Finding(List<Operation> operations, String words) implements Shrinker.Found<Operation> {

  /** The most operations that anybody will read. */
  private static final int SHOWN = 60;

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(words).append("\nafter");
    int first = Math.max(0, operations.size() - SHOWN);
    if (first > 0) {
      text.append("\n  (").append(first).append(" operations)");
    }
    operations.subList(first, operations.size()).forEach(each -> text.append("\n  ").append(each));
    return text.toString();
  }
}
