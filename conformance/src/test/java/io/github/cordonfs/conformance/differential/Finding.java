package io.github.cordonfs.conformance.differential;

import java.util.List;

/**
 * A difference that nothing explains.
 *
 * @param operations up to the one after which it was seen
 * @param words what differed
 */
record Finding(List<Operation> operations, String words) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(words).append("\nafter");
    operations.forEach(each -> text.append("\n  ").append(each));
    return text.toString();
  }
}
