package io.github.cordonfs.cache;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.MappedSegment;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Maps a part of a file, loads from it and stores to it for a while, and unmaps it. */
final class StressMapping {

  /** In place of a word: the access was a fault. No word of a file is this. */
  private static final long FAULT = -1;

  private static final int PAGE_WORDS = TestFile.PAGE / 8;
  private static final int MOST_PAGES = 64;
  private static final int ACCESSES = 200;

  private final StressFile file;
  private final StressTally tally;
  private final int firstPage;
  private final int pages;
  private final boolean writable;

  StressMapping(StressFile file, StressTally tally, int mostPages, RandomGenerator random) {
    this.file = file;
    this.tally = tally;
    this.firstPage = random.nextInt(mostPages - MOST_PAGES);
    this.pages = 1 + random.nextInt(MOST_PAGES);
    this.writable = random.nextInt(3) == 0;
  }

  /**
   * Does all of it.
   *
   * @param faulted gets the pages of an untouched file that were a fault
   */
  void run(RandomGenerator random, Set<Integer> faulted) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = map(arena);
      if (segment == null) {
        return;
      }
      tally.mappings.increment();
      for (int i = 0; i < ACCESSES; i++) {
        int inMapping = random.nextInt(pages * PAGE_WORDS);
        boolean stores = writable && random.nextInt(4) == 0;
        boolean fault = stores ? store(segment, inMapping) : load(segment, inMapping);
        if (fault) {
          tally.faults.increment();
          if (file.untouched) {
            faulted.add(firstPage + inMapping / PAGE_WORDS);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MemorySegment map(Arena arena) throws IOException {
    AddressSpace space = file.space;
    long length = (long) pages << Frames.FRAME_SHIFT;
    Mapping mapping =
        new Mapping(
            firstPage, pages, writable, detached -> MappingAttachment.detach(space, detached));
    space.lock();
    boolean done = false;
    try {
      long offset = (long) firstPage << Frames.FRAME_SHIFT;
      if (MappingAttachment.prepare(space, offset, length, writable) < 0) {
        return null;
      }
      MemorySegment segment =
          MappedSegment.open(
              mapping,
              space.cache().store(),
              writable ? MapMode.READ_WRITE : MapMode.READ_ONLY,
              0,
              length,
              arena,
              MappingAttachment.adjacentFrames(space, mapping));
      done = MappingAttachment.attach(space, mapping) == 0;
      return done ? segment : null;
    } finally {
      if (!done) {
        mapping.detach();
      }
      space.unlock();
    }
  }

  private int inFile(int inMapping) {
    return firstPage * PAGE_WORDS + inMapping;
  }

  /** Returns whether it was a fault. */
  private boolean load(MemorySegment segment, int inMapping) {
    tally.loads.increment();
    int oldest = file.oldest();
    long word = get(segment, inMapping);
    if (word == FAULT) {
      return true;
    }
    file.check(inFile(inMapping), new long[] {word}, 1, 1, oldest);
    return false;
  }

  /** Under the lock, where nobody else changes the page: what was stored is there, or a fault. */
  private boolean store(MemorySegment segment, int inMapping) {
    tally.stores.increment();
    file.space.lock();
    try {
      long word = file.wordNow(inFile(inMapping));
      if (!set(segment, inMapping, word)) {
        return true;
      }
      long again = get(segment, inMapping);
      if (again != FAULT && again != word) {
        throw file.wrong(inFile(inMapping), again, "was stored as " + Long.toHexString(word));
      }
      return again == FAULT;
    } finally {
      file.space.unlock();
    }
  }

  // The JVM delivers the error late; a call of native code makes it precise.

  private static long get(MemorySegment segment, int index) {
    try {
      long word = segment.getAtIndex(JAVA_LONG, index);
      Linux.barrier();
      return word;
    } catch (InternalError e) {
      return FAULT;
    }
  }

  private static boolean set(MemorySegment segment, int index, long word) {
    try {
      segment.setAtIndex(JAVA_LONG, index, word);
      Linux.barrier();
      return true;
    } catch (InternalError e) {
      return false;
    }
  }
}
