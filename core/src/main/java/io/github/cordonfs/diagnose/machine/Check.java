package io.github.cordonfs.diagnose.machine;

import io.github.cordonfs.Finding;

/**
 * Looks at one thing. Never throws: what cannot be found out is a finding, too. Thread-safe and
 * without a state.
 */
@FunctionalInterface
public interface Check {

  /** Returns what there is to say of it. */
  Finding examine(Machine machine);
}
