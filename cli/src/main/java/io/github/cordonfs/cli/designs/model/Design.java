package io.github.cordonfs.cli.designs.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a kernel may do about a page of a file whose memory has failed, with the ids of docs/
 * contract.md. {@link MemoryFailure} and {@link PageCache} do it.
 */
public enum Design {
  /** The page stays, with a flag. Whoever finds it has to look at the flag. */
  FLAG("D1", "every caller checks the flag of the page"),

  /** The page stays, and look-ups act as if there were none. */
  NOTHING("D2", "look-up returns nothing"),

  /** The page stays, and look-ups return an error in its place. */
  ERROR("D3", "look-up returns an error"),

  /** An entry that is no page takes its place. Look-ups hide such entries. */
  ENTRY("D4", "an exceptional entry takes the page's place"),

  /** As {@link #ERROR}, but a caller may ask for the page all the same. */
  ASK("D5", "look-up returns an error, or the page if asked for it"),

  /**
   * The page is truncated: what Linux did with files in memory until 5.16, and does with dirty
   * pages of a disk. A huge page is split first.
   */
  DROP("D6", "the page is truncated (the old scheme)"),

  /** Processes that have the huge page mapped get a signal, then as {@link #DROP}. */
  SIGNAL("D7", "signal whoever maps the huge page, then split and truncate");

  private final String id;
  private final String title;

  Design(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Returns the id of its row in docs/contract.md. */
  public String id() {
    return id;
  }

  /** Returns what it does, in a few words. */
  public String title() {
    return title;
  }

  /** Returns the word by which people name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a failed page leaves the page cache, and nothing is kept in its place. */
  boolean forgets() {
    return this == DROP || this == SIGNAL;
  }

  /** Returns the design of an id or word, in upper or lower case. */
  public static Optional<Design> named(String text) {
    return Arrays.stream(values())
        .filter(each -> each.id.equalsIgnoreCase(text) || each.word().equalsIgnoreCase(text))
        .findFirst();
  }
}
