package io.github.cordonfs;

/**
 * Whether a mount reads and writes its directory round the cache of the operating system, so that
 * data is not in memory twice; where the file system of the directory has no such way ({@code
 * O_DIRECT}), it never does.
 */
public enum DirectPolicy {
  /**
   * If the cache of the mount is at least a quarter of the machine's memory. Below that the memory
   * that is left makes the operating system's cache a useful second one.
   */
  AUTO,
  /** Never. */
  NEVER,
  /** Always. */
  ALWAYS
}
