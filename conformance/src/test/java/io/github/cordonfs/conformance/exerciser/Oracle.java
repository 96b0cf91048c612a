package io.github.cordonfs.conformance.exerciser;

import io.github.cordonfs.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What a file must be: its bytes, and the pages that are lost. Not safe for several threads. */
final class Oracle {

  static final int PAGE = 4096;

  private static final int PAGES = Operation.END / PAGE + 1;

  /** Zeros behind the size. What is in a lost page is what it has if it is ever unpoisoned. */
  private final byte[] bytes;

  private final BitSet lost;
  private final BitSet kept;
  private int size;

  Oracle() {
    this(new byte[PAGES * PAGE], new BitSet(), new BitSet(), 0);
  }

  private Oracle(byte[] bytes, BitSet lost, BitSet kept, int size) {
    this.bytes = bytes;
    this.lost = lost;
    this.kept = kept;
    this.size = size;
  }

  /** Returns what it is now, for a snapshot or a copy. */
  Oracle copy() {
    return new Oracle(bytes.clone(), (BitSet) lost.clone(), (BitSet) kept.clone(), size);
  }

  int size() {
    return size;
  }

  boolean isLost(int page) {
    return lost.get(page);
  }

  /** Returns the lost part of a page: all of it that is in the file. */
  ByteRange lostRange(int page) {
    int start = page * PAGE;
    return new ByteRange(start, Math.min(PAGE, size - start));
  }

  /** Returns where the first lost page begins that a range touches, or else the range's end. */
  int goodUntil(int from, int end) {
    int page = lost.nextSetBit(from / PAGE);
    return page < 0 || page * PAGE >= end ? end : Math.max(from, page * PAGE);
  }

  /** Returns the lost pages that a range touches as ranges, adjacent ones joined. */
  List<ByteRange> lostRanges(int from, int end) {
    List<ByteRange> ranges = new ArrayList<>();
    int first = lost.nextSetBit(from / PAGE);
    while (first >= 0 && first * PAGE < end) {
      int last = lost.nextClearBit(first);
      last = Math.min(last, (end + PAGE - 1) / PAGE);
      int start = first * PAGE;
      ranges.add(new ByteRange(start, Math.min(last * PAGE, size) - start));
      first = lost.nextSetBit(last);
    }
    return ranges;
  }

  /** Tells where bytes differ from those of a range, or -1 if they do not. */
  int mismatch(int from, byte[] others, int length) {
    int at = Arrays.mismatch(bytes, from, from + length, others, 0, length);
    return at < 0 ? -1 : from + at;
  }

  /** Copies bytes. */
  void get(int from, byte[] target) {
    System.arraycopy(bytes, from, target, 0, target.length);
  }

  byte at(int offset) {
    return bytes[offset];
  }

  /** Returns whether a range is of zeros and nothing lost. */
  boolean isEmpty(int from, int end) {
    if (goodUntil(from, end) < end) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes into good pages; a file that is too short grows. */
  void write(int offset, byte[] source, int from, int length) {
    System.arraycopy(source, from, bytes, offset, length);
    size = Math.max(size, offset + length);
  }

  void resize(int newSize) {
    if (newSize < size) {
      Arrays.fill(bytes, newSize, size, (byte) 0);
      int first = (newSize + PAGE - 1) / PAGE;
      lost.clear(first, PAGES);
      kept.clear(first, PAGES);
    }
    size = newSize;
  }

  void punch(int from, int end) {
    Arrays.fill(bytes, from, Math.max(from, Math.min(end, size)), (byte) 0);
    for (int page = (from + PAGE - 1) / PAGE; (page + 1) * PAGE <= end; page++) {
      lost.clear(page);
      kept.clear(page);
    }
  }

  void lose(int page, boolean keep) {
    if (!lost.get(page)) {
      lost.set(page);
      kept.set(page, keep);
    }
  }

  boolean isKept(int page) {
    return kept.get(page);
  }

  /** Makes a lost page good again with what it has. */
  void find(int page) {
    lost.clear(page);
    kept.clear(page);
  }

  /** Makes the lost pages that a range touches holes. */
  void clear(int from, int end) {
    for (int page = from / PAGE; page * PAGE < end; page++) {
      if (lost.get(page)) {
        find(page);
        Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0);
      }
    }
  }

  /** Returns the size and the losses in words. */
  @Override
  public String toString() {
    return size + " bytes, lost pages " + lost;
  }
}
