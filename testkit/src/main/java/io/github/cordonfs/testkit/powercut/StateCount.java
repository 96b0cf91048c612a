package io.github.cordonfs.testkit.powercut;

/**
 * How many states of one kind there were.
 *
 * @param kind in words
 * @param states how many, equal disks included
 * @param different how many of their disks, with what was promised, had not been checked before
 */
public record StateCount(String kind, int states, int different) {

  @Override
  public String toString() {
    return kind + " " + states + " (" + different + " new)";
  }
}
