package io.github.cordonfs.lucene;

/**
 * How far the window of an input reaches when it moves. Most inputs are clones that live for one
 * search, so the array of the first window is large enough to be the only one; a read that follows
 * the one before takes more along, up to the largest window; one that comes from nowhere takes
 * little, as most of it would be copied for nothing. Reads that go backwards, as those of an
 * automaton do, take the bytes before along.
 *
 * @param first bytes of the first window
 * @param jump bytes of a window after a jump
 * @param largest bytes of a window
 */
record Readahead(int first, int jump, int largest) {

  /** The least there can be: two of the longest values. */
  static final int LEAST = 16;

  /** Bytes of the largest window, if nothing else is asked for. */
  static final int DEFAULT_LARGEST = 4096;

  private static final int FIRST = 1024;
  private static final int JUMP = 256;

  /** What a jump backwards takes along of what is before it. */
  private static final int BEFORE = 64;

  /** How much larger a window is than the one that it follows. */
  private static final long GROWTH = 4;

  /** For reads in no order. */
  static Readahead of(int largest) {
    int most = Math.max(LEAST, largest);
    return new Readahead(Math.min(FIRST, most), Math.min(JUMP, most), most);
  }

  /** For reads from begin to end. */
  static Readahead sequential(int largest) {
    int most = Math.max(LEAST, largest);
    return new Readahead(most, most, most);
  }

  /** Returns how many bytes asked for at once still go through the window. */
  int mostInWindow() {
    return largest / 2;
  }

  /** Returns where the window has to begin: at the position that is read or before it. */
  long from(long position, int bytes, long start, int filled) {
    if (position >= start || filled == 0) {
      return position;
    }
    int size = start - position <= filled ? sizeAfter(filled) : Math.min(BEFORE, largest);
    return Math.clamp(position + bytes - size, 0, position);
  }

  /** Returns how many bytes the window has to take, if the file has them. */
  int size(long position, int bytes, long from, long start, int filled) {
    int size;
    if (filled == 0) {
      size = first;
    } else if (follows(position, start, filled)) {
      size = sizeAfter(filled);
    } else {
      size = jump;
    }
    return (int) Math.max(size, position - from + bytes);
  }

  /** Returns whether a read comes from nowhere: whoever reads so may well do it again. */
  boolean isJump(long position, long start, int filled) {
    return first < largest && (filled == 0 || !follows(position, start, filled));
  }

  private static boolean follows(long position, long start, int filled) {
    return position >= start && position - start <= 2L * filled;
  }

  private int sizeAfter(int filled) {
    return Math.clamp(GROWTH * filled, jump, largest);
  }

  /** Returns how large an array to take for a window of a size. */
  int capacity(int size) {
    return size <= first ? first : largest;
  }
}
