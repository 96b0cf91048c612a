package io.github.cordonfs.bench;

/** What a struck page is part of, which decides how much there is to do. */
enum StrikeKind {
  /** A huge folio, which must be split so that 4 KiB are lost and not 2 MiB. */
  HUGE,
  /** What an earlier strike has split. */
  SMALL,
  /** As SMALL, and in many mappings, from each of which it must be cut off. */
  MAPPED
}
