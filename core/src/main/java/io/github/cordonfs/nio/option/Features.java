package io.github.cordonfs.nio.option;

import io.github.cordonfs.CordonFeature;
import java.util.Set;

/** Which optional parts of {@code java.nio.file} a file system was made with. */
public record Features(Set<CordonFeature> without) {

  /** Tells whether a feature was not switched off. */
  public boolean has(CordonFeature feature) {
    return !without.contains(feature);
  }

  /**
   * Checks that a feature was not switched off.
   *
   * @throws UnsupportedOperationException if it was
   */
  public void require(CordonFeature feature) {
    if (!has(feature)) {
      throw new UnsupportedOperationException("the file system was made without " + feature);
    }
  }
}
