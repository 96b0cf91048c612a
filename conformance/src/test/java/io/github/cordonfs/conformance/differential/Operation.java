package io.github.cordonfs.conformance.differential;

import org.jspecify.annotations.Nullable;

/**
 * One call of {@code java.nio.file}, with its arguments. It is made without looking at what is in
 * the file systems: so any part of a list of operations is a list of operations, too, and a long
 * one that found a difference can be made short. What means nothing - a read from a channel that is
 * not open - does nothing, on both sides.
 */
interface Operation {

  /** Does it. The result is compared by {@link Object#equals}. */
  @Nullable Object perform(Side side) throws Exception;
}
