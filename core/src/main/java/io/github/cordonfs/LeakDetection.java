package io.github.cordonfs;

/**
 * What the log says of a file system that was never closed and that nothing leads to any more: no
 * path, channel, stream or mapping of it. Its memory is given back in any case. One that has a name
 * can always be reached by URI, so it is not meant here.
 */
public enum LeakDetection {
  /** Nothing. */
  OFF,
  /** One warning for each. */
  SIMPLE,
  /** The same with the stack trace of where it was opened, which is taken when it is. */
  WITH_ORIGIN
}
