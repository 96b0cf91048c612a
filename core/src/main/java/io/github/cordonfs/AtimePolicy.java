package io.github.cordonfs;

/** When reading a file updates its access time: the Linux mount options of the same names. */
public enum AtimePolicy {
  /**
   * If the access time is not newer than the last change of the file, or if it is more than a day
   * old when the file is opened.
   */
  RELATIME,
  /** With every read. */
  STRICTATIME,
  /** Never. */
  NOATIME
}
