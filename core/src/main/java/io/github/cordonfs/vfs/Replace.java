package io.github.cordonfs.vfs;

/** What making a name may do with the file that has it already. */
public enum Replace {
  /** Nothing: the name must be free. */
  NEVER,
  /** Replace it whatever it is, a directory only if empty. */
  ANY,
  /** As {@code rename(2)}: a directory only by a directory and only if empty, others by others. */
  SAME_KIND
}
