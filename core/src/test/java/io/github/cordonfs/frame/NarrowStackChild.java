package io.github.cordonfs.frame;

import io.github.cordonfs.nio.StackChild;

/** As {@link StackChild}, where operations look for less stack than they do. */
public final class NarrowStackChild {

  private NarrowStackChild() {}

  /** Arguments as there. */
  public static void main(String[] args) throws Exception {
    StackProbe.Size.bytes = StackProbe.BYTES * 3 / 4;
    StackChild.main(args);
  }
}
