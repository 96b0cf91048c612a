package io.github.cordonfs.lucene;

/**
 * How far the window of an input reaches when it moves: a read that follows the one before takes
 * more and more along, up to the largest window; one that comes from nowhere takes little, as most
 * of it would be copied for nothing. Reads that go backwards, as those of an automaton do, take the
 * bytes before along.
 *
 * @param first bytes of a window after a jump
 * @param largest bytes of a window
 */
record Readahead(int first, int largest) {

  /** The least there can be: two of the longest values. */
  static final int LEAST = 16;

  /** Bytes of the largest window, if nothing else is asked for. */
  static final int DEFAULT_LARGEST = 4096;

  private static final int JUMP = 256;

  /** What a jump takes along of what is before it. */
  private static final int BEFORE = 64;

  /** For reads in no order. */
  static Readahead of(int largest) {
    int most = Math.max(LEAST, largest);
    return new Readahead(Math.min(JUMP, most), most);
  }

  /** For reads from begin to end. */
  static Readahead sequential(int largest) {
    int most = Math.max(LEAST, largest);
    return new Readahead(most, most);
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
    boolean follows = position >= start && position - start <= 2L * filled;
    int size = follows ? sizeAfter(filled) : first;
    return (int) Math.max(size, position - from + bytes);
  }

  private int sizeAfter(int filled) {
    return Math.clamp(2L * filled, first, largest);
  }

  /** Returns how large an array to take for a window of a size: such that few are taken. */
  int capacity(int size) {
    return Math.min(largest, Math.max(size, first));
  }
}
