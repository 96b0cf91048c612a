package io.github.cordonfs.conformance.peers;

import org.jspecify.annotations.Nullable;

/** Something that a file system is asked to do. */
@FunctionalInterface
public interface Attempt {

  /** Does it. What it returns is compared by {@link Object#equals}. */
  @Nullable Object make() throws Exception;
}
