package io.github.cordonfs.cache.extent;

import org.jspecify.annotations.Nullable;

/** What tests of invariants look at, and nobody outside the package may. */
public final class ExtentInternals {

  private ExtentInternals() {}

  /** Returns the entries of the small frames. */
  public static int @Nullable [] table(Extent extent) {
    return extent.table();
  }

  /** Returns the bits for poisoned pages of a huge folio. */
  public static long @Nullable [] marks(Extent extent) {
    return extent.marks();
  }
}
