package io.github.cordonfs;

/** What an injected failure does to the content of the page. */
public enum StrikeContent {
  /** It is overwritten with a pattern, as bad memory would lose it. */
  DESTROY,

  /** It stays, and {@link MemoryFailures#unpoison} brings it back (contract row U3). */
  KEEP
}
