package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a file should be: bytes in an array, and the pages that are poisoned or have memory. */
final class FileModel {

  static final int MAX = 7 << 20;

  private static final int PAGE = TestFile.PAGE;

  /** Zero wherever nobody wrote, in poisoned pages, and behind the end. */
  private final byte[] data = new byte[MAX];

  private final BitSet poisoned = new BitSet();

  /** What poisoned pages show again when they are unpoisoned, of those that keep it. */
  private final Map<Integer, byte[]> kept = new HashMap<>();

  /** Pages that must have a frame; huge folios may add others. */
  private final BitSet held = new BitSet();

  private int size;

  int size() {
    return size;
  }

  int heldPages() {
    return held.cardinality();
  }

  int poisonedPages() {
    return poisoned.cardinality();
  }

  private static int page(long offset) {
    return (int) (offset / PAGE);
  }

  private static int pageUp(long offset) {
    return (int) ((offset + PAGE - 1) / PAGE);
  }

  /** Returns what a read gives: a number of bytes or a code. */
  int expectRead(int position, int length) {
    if (position >= size) {
      return AddressSpace.EOF;
    }
    int bad = poisoned.nextSetBit(page(position));
    int end = Math.min(position + length, size);
    if (bad == page(position)) {
      return AddressSpace.POISONED;
    }
    return (bad < 0 ? end : Math.min(end, bad * PAGE)) - position;
  }

  void assertRead(int position, int n, byte[] target) {
    int good = Math.max(n, 0);
    assertThat(Arrays.equals(target, 0, good, data, position, position + good))
        .as("bytes at %s, %s of them", position, good)
        .isTrue();
    for (int i = good; i < target.length; i++) {
      if (target[i] != 0 && target[i] != TestFile.UNTOUCHED) {
        throw new AssertionError("byte " + i + " of the target, behind the " + good + " read");
      }
    }
  }

  /** Returns what a write gives if so many frames are free and none is huge. */
  int expectWrite(int position, int length, int freeFrames) {
    int free = freeFrames;
    for (int page = page(position); page < pageUp(position + length); page++) {
      int at = Math.max(page * PAGE, position);
      if (poisoned.get(page)) {
        return at == position ? AddressSpace.POISONED : at - position;
      }
      if (!held.get(page) && free-- == 0) {
        return at == position ? AddressSpace.NO_SPACE : at - position;
      }
    }
    return length;
  }

  void write(int position, byte[] source, int from, int n) {
    if (n > 0) {
      System.arraycopy(source, from, data, position, n);
      held.set(page(position), pageUp(position + n));
      size = Math.max(size, position + n);
    }
  }

  /** Returns the number of poisoned pages that went. */
  int truncate(int newSize) {
    int gone = 0;
    if (newSize <= size) {
      gone = remove(pageUp(newSize), MAX / PAGE);
      clearKept(newSize, MAX);
      Arrays.fill(data, newSize, Math.max(size, newSize), (byte) 0);
    }
    size = newSize;
    return gone;
  }

  /** Returns the number of poisoned pages that went. */
  int punch(int from, int to) {
    Arrays.fill(data, from, to, (byte) 0);
    clearKept(from, to);
    return pageUp(from) < page(to) ? remove(pageUp(from), page(to)) : 0;
  }

  private int remove(int from, int to) {
    int gone = poisoned.get(from, to).cardinality();
    poisoned.clear(from, to);
    held.clear(from, to);
    kept.keySet().retainAll(pages(poisoned));
    return gone;
  }

  private void clearKept(int from, int to) {
    kept.forEach((page, bytes) -> {
      int first = Math.clamp(from - page * PAGE, 0, PAGE);
      int last = Math.clamp(to - page * PAGE, 0, PAGE);
      Arrays.fill(bytes, first, last, (byte) 0);
    });
  }

  private static List<Integer> pages(BitSet bits) {
    return bits.stream().boxed().toList();
  }

  /** Returns the number of frames that a reservation needs, without huge ones. */
  int expectAllocate(int from, int to) {
    int pages = pageUp(to) - page(from);
    return pages - held.get(page(from), pageUp(to)).cardinality();
  }

  void allocate(int from, int to, boolean keepSize) {
    held.set(page(from), pageUp(to));
    size = keepSize ? size : Math.max(size, to);
  }

  void instantiate(int offset) {
    held.set(page(offset));
  }

  boolean isPoisoned(int offset) {
    return poisoned.get(page(offset));
  }

  void strike(int page, boolean dropped, boolean keeps) {
    if (keeps && !dropped) {
      kept.put(page, Arrays.copyOfRange(data, page * PAGE, (page + 1) * PAGE));
    }
    poisoned.set(page, !dropped);
    held.set(page, !dropped);
    Arrays.fill(data, page * PAGE, (page + 1) * PAGE, (byte) 0);
  }

  /** Has a page that was to go stay poisoned, with what it kept, if anything, made zeros. */
  void stayPoisoned(int page, boolean keeps) {
    poisoned.set(page);
    held.set(page);
    if (keeps) {
      kept.put(page, new byte[PAGE]);
    }
  }

  /** Notes that a poisoned page cannot come back any more. */
  void forgetKept(int page) {
    kept.remove(page);
  }

  boolean isKept(int page) {
    return kept.containsKey(page);
  }

  void unpoison(int page) {
    System.arraycopy(kept.remove(page), 0, data, page * PAGE, PAGE);
    poisoned.clear(page);
  }

  /** Returns the poisoned pages that overlap a range. */
  List<Integer> poisonedIn(int from, int to) {
    return pages(poisoned.get(0, pageUp(to))).stream().filter(page -> page >= page(from)).toList();
  }

  /** Rebuilds a poisoned page from bytes, as far as the file reaches. */
  void restore(int page, byte[] source, int from) {
    poisoned.clear(page);
    kept.remove(page);
    System.arraycopy(source, from, data, page * PAGE, Math.min(PAGE, size - page * PAGE));
  }

  List<ByteRange> badRanges() {
    return ranges(poisoned);
  }

  /** Returns what clearing gives. */
  List<ByteRange> clear(int from, int to) {
    BitSet cleared = new BitSet();
    if (from < to) {
      cleared.set(page(from), pageUp(to));
    }
    cleared.and(poisoned);
    poisoned.andNot(cleared);
    held.andNot(cleared);
    kept.keySet().removeAll(pages(cleared));
    return ranges(cleared);
  }

  private List<ByteRange> ranges(BitSet pages) {
    List<ByteRange> ranges = new ArrayList<>();
    for (int from = pages.nextSetBit(0); from >= 0; ) {
      int to = pages.nextClearBit(from);
      if (from * PAGE < size) {
        int start = from * PAGE;
        ranges.add(new ByteRange(start, Math.min(to * PAGE, size) - start));
      }
      from = pages.nextSetBit(to);
    }
    return ranges;
  }
}
