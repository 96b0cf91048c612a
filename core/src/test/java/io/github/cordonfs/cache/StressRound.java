package io.github.cordonfs.cache;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Stores;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/** Files in one cache for a while, and what threads can do to them. */
final class StressRound implements AutoCloseable {

  private static final int BLOCKS = 20;
  private static final int FILES = 4;
  private static final int MOST_WORDS = 1 << 13;
  private static final int PAGE_WORDS = TestFile.PAGE / 8;

  /** Of the file that nobody changes: 2 MiB. */
  private static final int UNTOUCHED_WORDS = 512 * PAGE_WORDS;

  private final StressTally tally;

  private final StressMemory memory;
  private final PageCache cache;
  private final HardOffline failure;
  private final StressTending tending;
  private final StressFile untouched;
  private final AtomicReferenceArray<StressFile> files = new AtomicReferenceArray<>(FILES);
  private final AtomicInteger nextId = new AtomicInteger(1);
  private final AtomicInteger writing = new AtomicInteger();
  private final AtomicInteger heapShortage = new AtomicInteger();

  /** Pages that somebody was told are poisoned, and pages that were reported: file and page. */
  private final Set<Long> met = ConcurrentHashMap.newKeySet();

  private final Set<Long> reported = ConcurrentHashMap.newKeySet();

  /**
   * Starts a round.
   *
   * @param recycle whether struck frames come back by themselves when their pages go
   */
  StressRound(HugePolicy huge, boolean recycle, StressTally tally) {
    this.tally = tally;
    FrameStore store = Stores.Kind.MEMFD.open(BLOCKS);
    memory = new StressMemory(store.memory());
    CordonOptions options = CordonOptions.builder().huge(huge).recycleInjected(recycle).build();
    cache = new PageCache(store, memory, options, this::splitTables);
    failure = new HardOffline("cache", cache, PoisonPolicy.KEEP);
    var _ = failure.addListener(this::report);
    tending = new StressTending(cache, tally);
    untouched = StressFile.untouched(cache, nextId.getAndIncrement(), UNTOUCHED_WORDS);
    for (int i = 0; i < FILES; i++) {
      files.set(i, new StressFile(cache, nextId.getAndIncrement()));
    }
  }

  /** Every fourth split finds no heap. */
  private FrameTable.SplitTables splitTables() {
    if (heapShortage.incrementAndGet() % 4 == 0) {
      throw new OutOfMemoryError("as the test wants");
    }
    return new FrameTable.SplitTables();
  }

  private static long key(int file, long page) {
    return (long) file << 40 | page;
  }

  private void report(MemoryFailureEvent event) {
    if (event.pageIndex() >= 0) {
      reported.add(key(Integer.parseInt(event.paths().getFirst()), event.pageIndex()));
      tally.splits.add(event.folioOrder() == 9 ? 1 : 0);
    }
  }

  private StressFile file(RandomGenerator random) {
    return files.get(random.nextInt(FILES));
  }

  private StressFile anyFile(RandomGenerator random) {
    return random.nextInt(4) == 0 ? untouched : file(random);
  }

  private static int index(RandomGenerator random) {
    return random.nextInt(3) == 0
        ? random.nextInt(StressFile.WORDS - MOST_WORDS)
        : random.nextInt(StressFile.WORDS / 8);
  }

  private static int count(RandomGenerator random) {
    return 1 + random.nextInt(random.nextInt(4) == 0 ? MOST_WORDS : PAGE_WORDS * 3);
  }

  void read(RandomGenerator random) {
    StressFile file = anyFile(random);
    int count = count(random);
    int index = file.untouched ? random.nextInt(UNTOUCHED_WORDS - count) : index(random);
    long[] words = new long[count];
    Arrays.fill(words, -1);
    int oldest = file.oldest();
    int barriers = memory.barriers();
    int n = file.space.read(index * 8L, MemorySegment.ofArray(words), 0, count * 8);
    int extents = (index + count - 1) / (512 * PAGE_WORDS) - index / (512 * PAGE_WORDS) + 1;
    if (memory.barriers() - barriers > extents) {
      tally.retries.increment();
    }
    if (n == AddressSpace.POISONED) {
      met.add(key(file.id, index / PAGE_WORDS));
    }
    int good = Math.max(n, 0) / 8;
    file.check(index, words, good, count, oldest);
    tally.wordsRead.add(good);
  }

  void write(RandomGenerator random) {
    StressFile file = file(random);
    int index = index(random);
    long[] words = new long[count(random)];
    writing.incrementAndGet();
    int n = file.writeAndCheck(index, words, words.length);
    writing.decrementAndGet();
    if (n == AddressSpace.POISONED) {
      met.add(key(file.id, index / PAGE_WORDS));
    }
    if (n == AddressSpace.NO_SPACE) {
      file.startGeneration();
    }
  }

  void change(RandomGenerator random) {
    StressFile file = file(random);
    long position = index(random) * 8L;
    long length = count(random) * 8L;
    switch (random.nextInt(12)) {
      case 0 -> file.startGeneration();
      case 1, 2 -> file.space.truncate(position);
      case 3, 4, 5 -> file.space.punch(position, length);
      case 6, 7 -> file.space.allocate(position, length, random.nextBoolean());
      case 8 -> file.space.clearPoison(position, Long.MAX_VALUE - position);
      case 9 -> look(file, position);
      case 10 -> file.space.instantiate(position);
      default -> replace(random);
    }
  }

  private static void look(StressFile file, long position) {
    long data = file.space.seekData(position);
    if ((data >= 0 && data < position) || file.space.allocatedBytes() < 0) {
      throw new AssertionError("data at " + data + " after " + position);
    }
    file.space.badRanges();
  }

  private void replace(RandomGenerator random) {
    int i = random.nextInt(FILES);
    StressFile old = files.getAndSet(i, new StressFile(cache, nextId.getAndIncrement()));
    old.space.destroy();
  }

  void map(RandomGenerator random) {
    StressFile file = anyFile(random);
    Set<Integer> faulted = new HashSet<>();
    new StressMapping(file, tally, UNTOUCHED_WORDS / PAGE_WORDS, random).run(random, faulted);
    for (int page : faulted) {
      met.add(key(file.id, page));
    }
  }

  void tend(RandomGenerator random) {
    StressFile file = anyFile(random);
    switch (random.nextInt(8)) {
      case 0, 1 -> tending.makeGood(file, random);
      case 2 -> tending.unpoisonSome(random, 32);
      case 3 -> tending.collapse(file);
      default ->
          tending.softOffline(
              file, random.nextInt(file.untouched ? UNTOUCHED_WORDS : StressFile.WORDS / 8) * 8L);
    }
  }

  /** Makes everything good again, so that there is something to strike. */
  void heal(RandomGenerator random) {
    tending.makeGood(untouched, random);
    for (int i = 0; i < FILES; i++) {
      tending.makeGood(files.get(i), random);
    }
    tending.unpoisonSome(random, Integer.MAX_VALUE);
  }

  /** Strikes some frame, or a page of a file under its lock, where nobody can remove it. */
  void strike(RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      var _ =
          strikeFrame(
              random.nextInt(failure.frameCount()),
              random.nextInt(4) == 0 ? StrikeContent.KEEP : StrikeContent.DESTROY);
      return;
    }
    StressFile file = anyFile(random);
    if (file.untouched) {
      strikeAt(file, random.nextInt(UNTOUCHED_WORDS) * 8L, false);
      return;
    }
    if (random.nextBoolean()) {
      strikeAt(file, index(random) * 8L, false);
      return;
    }
    file.space.lock();
    try {
      strikeAt(file, index(random) * 8L, true);
    } finally {
      file.space.unlock();
    }
  }

  private MessageType strikeFrame(int frame, StrikeContent content) {
    MemoryFailureEvent event = failure.strike(frame, content);
    if (event.message() != MessageType.ALREADY_POISONED) {
      tally.strikes.increment();
      tally.strikesWhileWriting.add(writing.get() > 0 ? 1 : 0);
    }
    return event.message();
  }

  private void strikeAt(StressFile file, long position, boolean alone) {
    int frame = file.space.frameAt(position);
    if (frame >= 0) {
      MessageType message = strikeFrame(frame, StrikeContent.DESTROY);
      // Soft offline needs no lock of the file: it may have moved the page before the strike.
      boolean hit = message == MessageType.MEMORY_PAGE && file.space.frameAt(position) == frame;
      if (alone && hit && position < file.space.size()) {
        long[] word = new long[1];
        int n = file.space.read(position, MemorySegment.ofArray(word), 0, 8);
        if (n != AddressSpace.POISONED) {
          throw new AssertionError("read of a page just struck gave " + n);
        }
      }
    }
  }

  /** Checks everything when all threads are gone. */
  @Override
  public void close() {
    if (!reported.containsAll(met)) {
      met.removeAll(reported);
      throw new AssertionError("pages that were errors but never reported: " + met);
    }
    List<AddressSpace> spaces = new ArrayList<>(List.of(untouched.space));
    for (int i = 0; i < FILES; i++) {
      spaces.add(files.get(i).space);
    }
    Invariants.check(cache, spaces);
    spaces.forEach(AddressSpace::destroy);
    Invariants.check(cache, List.of());
    Invariants.checkEmpty(cache);
    for (int frame = 0; frame < cache.table.frameCount(); frame++) {
      cache.endQuarantine(frame);
      if (cache.table.state(frame) != FrameState.FREE) {
        throw new AssertionError("frame " + frame + " is lost");
      }
    }
    tally.frames.add(cache.table.frameCount());
    cache.close();
  }
}
