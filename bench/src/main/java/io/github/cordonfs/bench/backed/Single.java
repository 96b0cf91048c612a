package io.github.cordonfs.bench.backed;

/** What is measured once, as it does not vary or is a maximum. */
enum Single {
  HEAP("heap for each cached page, random access, in bytes"),
  REQUESTS("most requests for a missing range that 64 threads wait for"),
  LONGEST_HIT("longest hit while the store hangs, in ms");

  private final String text;

  Single(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
