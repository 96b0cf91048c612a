package io.github.cordonfs;

/**
 * When the data of a file lives in huge folios of 2 MiB: the values of the mount option {@code
 * huge=} of tmpfs on Linux, with the same meaning, and one that is as hugetlbfs.
 */
public enum HugePolicy {
  /** Never: always in pages of 4 KiB. */
  NEVER,
  /** Where the file covers the whole 2 MiB; in pages of 4 KiB elsewhere. */
  WITHIN_SIZE,
  /** Wherever data is written or allocated, however little. */
  ALWAYS,
  /** As {@link #ALWAYS}, but only in files opened with {@link CordonOpenOption#HUGE}. */
  ADVISE,
  /**
   * Always, and never in anything smaller: 2 MiB or "No space left on device". A folio is not split
   * when a page of it fails: channels lose the 4 KiB page, mappings all of the 2 MiB.
   */
  UNSPLITTABLE
}
