package io.github.cordonfs;

/** Who found the memory failure. */
public enum FailureSource {
  /** The machine: an access hit memory that the kernel or the hardware reports as bad. */
  HARDWARE,
  /** {@link MemoryFailures#strike}: somebody asked for it. */
  INJECTED,
  /** A walk over the memory that looks for bad frames before a reader finds them. */
  SCRUB
}
