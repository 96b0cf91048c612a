package io.github.cordonfs;

/** When reading a file changes its access time, as the mount options of Linux that are so named. */
public enum AtimePolicy {
  /**
   * If it is not newer than the last change, or when the file is opened and it is more than a day
   * old.
   */
  RELATIME,
  /** With every read. */
  STRICTATIME,
  /** Never. */
  NOATIME
}
