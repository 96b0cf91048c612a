package io.github.cordonfs;

/**
 * When the data of a file is kept in huge (2 MiB) folios: the values and meaning of the mount
 * option {@code huge=} of Linux tmpfs.
 */
public enum HugePolicy {
  /** Always 4 KiB frames. */
  NEVER,
  /** A huge folio where the file covers the whole 2 MiB range, small frames elsewhere. */
  WITHIN_SIZE,
  /** A huge folio wherever data is written or allocated, however little. */
  ALWAYS,
  /** As {@link #ALWAYS}, only in files opened with {@link CordonOpenOption#HUGE}. */
  ADVISE
}
