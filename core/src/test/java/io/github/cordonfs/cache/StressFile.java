package io.github.cordonfs.cache;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * A file whose bytes say where they belong: each word of 8 bytes is zero or
 *
 * <pre>
 *   63      48 47        28 27        16 15      0
 *   | check   | word index | generation | file   |
 * </pre>
 *
 * so that any reader, without a lock, can tell bytes of another file, of another place, of a struck
 * frame, and of a generation that was gone when it began to read.
 */
final class StressFile {

  /** Words a file can have: 8 MiB. */
  static final int WORDS = 1 << 20;

  static final int LAST_GENERATION = (1 << 12) - 1;

  final int id;
  final AddressSpace space;

  /** Whether it was filled once, and nobody writes to it, cuts it or makes holes in it. */
  final boolean untouched;

  /** Of what is written now. Changed under the lock of the address space. */
  private volatile int generation;

  /** Whatever is of an older generation than this one has been cut off. */
  private volatile int oldest;

  StressFile(PageCache cache, int id) {
    this(cache, id, 0);
  }

  private StressFile(PageCache cache, int id, int untouchedWords) {
    this.id = id & 0xFFFF;
    this.space = cache.newAddressSpace(() -> List.of(Integer.toString(this.id)));
    this.untouched = untouchedWords > 0;
    if (untouched && writeAndCheck(0, new long[untouchedWords], untouchedWords) < 0) {
      throw new AssertionError("no memory for the untouched file");
    }
  }

  /** Makes a file that must stay as it is, but for pages that are reported. */
  static StressFile untouched(PageCache cache, int id, int words) {
    return new StressFile(cache, id, words);
  }

  private long word(long index, int ofGeneration) {
    long payload = index << 28 | (long) ofGeneration << 16 | id;
    long mixed = payload * 0x9E3779B97F4A7C15L;
    return (mixed ^ mixed >>> 32) << 48 | payload;
  }

  int oldest() {
    return oldest;
  }

  /** Returns the word that is to be written at an index; with the lock of the address space. */
  long wordNow(int index) {
    return word(index, generation);
  }

  /** Writes words under the lock, reads them again, and returns the result of the write. */
  int writeAndCheck(int index, long[] words, int count) {
    space.lock();
    try {
      for (int i = 0; i < count; i++) {
        words[i] = word(index + i, generation);
      }
      int n = space.write(index * 8L, MemorySegment.ofArray(words), 0, count * 8);
      if (n > 0) {
        readAndCheck(index, Arrays.copyOf(words, n / 8));
      }
      return n;
    } finally {
      space.unlock();
    }
  }

  /** Reads what was just written; with the lock of the address space. */
  void readAndCheck(int index, long[] words) {
    long[] again = new long[words.length];
    int n = space.read(index * 8L, MemorySegment.ofArray(again), 0, words.length * 8);
    for (int i = 0; i < n / 8; i++) {
      if (again[i] != words[i]) {
        throw wrong(index + i, again[i], "was just written as " + Long.toHexString(words[i]));
      }
    }
  }

  /** Cuts everything off and starts a generation, which nothing older may survive. */
  void startGeneration() {
    space.lock();
    try {
      if (generation < LAST_GENERATION && space.truncate(0) == 0) {
        int next = generation + 1;
        generation = next;
        oldest = next;
      }
    } finally {
      space.unlock();
    }
  }

  /** Checks words that were read; all must be this file's, in their place, and not too old. */
  void check(int index, long[] words, int good, int all, int oldestBefore) {
    for (int i = 0; i < good; i++) {
      long word = words[i];
      if (word != 0 || untouched) {
        int itsGeneration = (int) (word >>> 16) & LAST_GENERATION;
        if (word != word(index + i, itsGeneration)) {
          throw wrong(index + i, word, "is not of this place");
        }
        if (itsGeneration < oldestBefore) {
          throw wrong(index + i, word, "is older than generation " + oldestBefore);
        }
      }
    }
    for (int i = good; i < all; i++) {
      if (words[i] != 0 && words[i] != -1) {
        throw wrong(index + i, words[i], "was left behind the " + good + " words that were read");
      }
    }
  }

  AssertionError wrong(long index, long word, String what) {
    return new AssertionError(
        "word " + index + " of file " + id + ": " + Long.toHexString(word) + " " + what);
  }
}
