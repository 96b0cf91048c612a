package io.github.cordonfs;

/** How a memory failure was found. */
public enum FailureSource {
  /** An access met memory that the hardware or the kernel reports as bad. */
  HARDWARE,
  /** It was injected, with {@link MemoryFailures#strike} for example. */
  INJECTED,
  /** The patrol found it: a background search for bad memory. */
  SCRUB
}
