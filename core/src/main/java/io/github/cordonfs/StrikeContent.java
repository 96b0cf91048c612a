package io.github.cordonfs;

/** What an injected failure does to the content of the page. */
public enum StrikeContent {
  /** The content is overwritten with a pattern, so that it is lost, as in bad memory. */
  DESTROY,

  /** The content is kept, and {@link MemoryFailures#unpoison} brings it back. */
  KEEP
}
