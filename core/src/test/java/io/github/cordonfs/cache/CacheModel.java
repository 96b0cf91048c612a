package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Stores;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A few files that share a small cache, each beside its model; every step is made in both. */
final class CacheModel implements AutoCloseable {

  static final int FILES = 3;
  static final int BLOCKS = 3;
  private static final int PAGE = TestFile.PAGE;

  /** What is written: random, never zero. */
  private static final byte[] BYTES = TestFile.data(99, 8 << 20);

  private final Caches caches;
  private final boolean small;
  private final boolean whole;
  private final TestFile[] files = new TestFile[FILES];
  private final FileModel[] models = new FileModel[FILES];
  private final byte[] target = new byte[FileModel.MAX];
  private int quarantined;

  /** Frames that are out of service, in a file or not, where folios are never split. */
  private final Set<Integer> outOfService = new TreeSet<>();

  private boolean heapFull;

  CacheModel(Stores.Kind kind, HugePolicy huge, PoisonPolicy poison) {
    caches = Caches.of(kind, BLOCKS, huge, poison);
    small = huge == HugePolicy.NEVER;
    whole = huge == HugePolicy.UNSPLITTABLE;
    for (int i = 0; i < FILES; i++) {
      create(i);
    }
  }

  private void create(int i) {
    files[i] = caches.newFile("/" + i);
    models[i] = new FileModel();
    if (i == 0) {
      files[i].space.adviseHuge();
    }
  }

  /** Free frames, if there are no huge folios. */
  private int expectFree() {
    int held = 0;
    for (FileModel model : models) {
      held += model.heldPages();
    }
    return BLOCKS * 512 - quarantined - held;
  }

  void read(int i, int position, int length) {
    Arrays.fill(target, 0, length, TestFile.UNTOUCHED);
    int expected = models[i].expectRead(position, length);
    int n = files[i].space.read(position, MemorySegment.ofArray(target), 0, length);
    assertThat(n).as("read %s at %s", length, position).isEqualTo(expected);
    models[i].assertRead(position, n, Arrays.copyOf(target, length));
  }

  void write(int i, int position, int length, int seed) {
    int from = Math.floorMod(seed, BYTES.length - length);
    int expected = models[i].expectWrite(position, length, small ? expectFree() : 1 << 20);
    int n = files[i].space.write(position, MemorySegment.ofArray(BYTES), from, length);
    if (!small && n != expected) {
      assertShortOfMemory();
      assertThat(n == AddressSpace.NO_SPACE || (position + n) % PAGE == 0).isTrue();
      assertThat(n).isLessThan(expected);
    } else {
      assertThat(n).as("write %s at %s", length, position).isEqualTo(expected);
    }
    models[i].write(position, BYTES, from, n);
  }

  void append(int i, int length, int seed) {
    int room = FileModel.MAX - models[i].size();
    if (room > 0) {
      write(i, models[i].size(), Math.min(length, room), seed);
    }
  }

  void truncate(int i, int size) {
    List<Integer> before = models[i].poisonedIn(0, FileModel.MAX);
    Set<Integer> kept = keptOf(i, before);
    assertThat(files[i].space.truncate(size)).isZero();
    quarantined += models[i].truncate(size);
    stay(i, before, kept);
  }

  private Set<Integer> keptOf(int i, List<Integer> pages) {
    return pages.stream().filter(models[i]::isKept).collect(Collectors.toSet());
  }

  /**
   * Has pages stay poisoned in the model that the file could not get rid of, because there is no
   * other 2 MiB for their folio.
   *
   * @return whether there is one
   */
  private boolean stay(int i, List<Integer> before, Set<Integer> kept) {
    if (!whole) {
      return false;
    }
    boolean any = false;
    for (int page : before) {
      boolean gone = !models[i].poisonedIn(page * PAGE, page * PAGE + 1).contains(page);
      Extent extent = files[i].space.extentAt((long) page * PAGE);
      if (gone && extent != null && PageEntry.isPoisoned(extent.entry(page % 512))) {
        models[i].stayPoisoned(page, kept.contains(page));
        any = true;
      }
    }
    if (any) {
      assertShortOfMemory();
    }
    followMoves();
    return any;
  }

  /** What was lost with a frame from which a folio was moved cannot come back. */
  private void followMoves() {
    for (int i = 0; whole && i < FILES; i++) {
      for (int page : models[i].poisonedIn(0, FileModel.MAX)) {
        int frame = files[i].frame((long) page * PAGE);
        if (caches.cache.table.cause(frame) == Cause.ELSEWHERE) {
          models[i].forgetKept(page);
        }
      }
    }
  }

  private void assertShortOfMemory() {
    if (!whole) {
      assertThat(caches.freeFrames()).as("short of space").isZero();
      return;
    }
    for (int block = 0; block < BLOCKS; block++) {
      int first = block * 512;
      assertThat(
              IntStream.range(first, first + 512)
                  .allMatch(frame -> caches.cache.table.state(frame) == FrameState.FREE))
          .as("block %s is free", block)
          .isFalse();
    }
  }

  void punch(int i, int from, int length) {
    List<Integer> before = models[i].poisonedIn(0, FileModel.MAX);
    Set<Integer> kept = keptOf(i, before);
    int code = files[i].space.punch(from, length);
    quarantined += models[i].punch(from, from + length);
    assertThat(code).isEqualTo(stay(i, before, kept) ? AddressSpace.NO_SPACE : 0);
  }

  void allocate(int i, int from, int length, boolean keepSize) {
    int needed = models[i].expectAllocate(from, from + length);
    long used = caches.cache.usedBytes();
    int result = files[i].space.allocate(from, length, keepSize);
    if (small) {
      assertThat(result).isEqualTo(needed <= expectFree() ? 0 : AddressSpace.NO_SPACE);
    }
    if (result == 0) {
      models[i].allocate(from, from + length, keepSize);
    } else {
      assertThat(result).isEqualTo(AddressSpace.NO_SPACE);
      assertThat(caches.cache.usedBytes()).as("nothing stays reserved").isEqualTo(used);
    }
  }

  void strike(int i, int offset, StrikeContent content) {
    boolean bad = models[i].isPoisoned(offset);
    int frame = files[i].space.instantiate(offset);
    if (offset >= models[i].size()) {
      assertThat(frame).isEqualTo(AddressSpace.EOF);
    } else if (frame < 0) {
      assertThat(frame).isEqualTo(AddressSpace.NO_SPACE);
      assertShortOfMemory();
    } else {
      models[i].instantiate(offset);
      MemoryFailureEvent event = strikeFrame(frame, content);
      assertThat(event.message() == MessageType.ALREADY_POISONED).isEqualTo(bad);
    }
  }

  MemoryFailureEvent strikeFrame(int frame, StrikeContent content) {
    MemoryFailureEvent event = caches.failure.strike(frame, content);
    boolean keeps = content == StrikeContent.KEEP;
    if (event.message() != MessageType.ALREADY_POISONED) {
      outOfService.add(frame);
    }
    switch (event.message()) {
      case FREE -> quarantined++;
      case MEMORY_PAGE -> modelOf(event).strike((int) event.pageIndex(), false, keeps);
      case MEMORY_PAGE_DROPPED -> {
        modelOf(event).strike((int) event.pageIndex(), true, keeps);
        quarantined++;
      }
      case ALREADY_POISONED -> {}
      default -> throw new AssertionError(event);
    }
    return event;
  }

  private FileModel modelOf(MemoryFailureEvent event) {
    return models[Integer.parseInt(event.paths().getFirst().substring(1))];
  }

  void clear(int i, int from, int length) {
    int before = models[i].poisonedPages();
    List<Integer> poisoned = models[i].poisonedIn(0, FileModel.MAX);
    Set<Integer> kept = keptOf(i, poisoned);
    List<ByteRange> cleared = files[i].space.clearPoison(from, length);
    List<ByteRange> expected = models[i].clear(from, from + length);
    if (!stay(i, poisoned, kept)) {
      assertThat(cleared).isEqualTo(expected);
    }
    quarantined += before - models[i].poisonedPages();
  }

  void softOffline(int frame) {
    byte state = caches.cache.table.state(frame);
    SoftOfflineResult result = new SoftOffline(caches.cache).softOffline(frame);
    switch (result) {
      case FREE -> assertThat(state).isEqualTo(FrameState.FREE);
      case MIGRATED -> assertThat(state).isEqualTo(FrameState.IN_USE);
      case NO_MEMORY -> {
        if (whole || !heapFull) {
          assertShortOfMemory();
        }
      }
      case POISONED -> assertThat(state).isIn(FrameState.POISONED, FrameState.QUARANTINED);
      case DROPPED, MAPPED, BUSY, FAILED -> throw new AssertionError(result);
    }
    if (result == SoftOfflineResult.FREE || result == SoftOfflineResult.MIGRATED) {
      quarantined++;
      outOfService.add(frame);
    }
    followMoves();
    caches.check();
  }

  /** Takes back a failure: of one of the frames that are bad, if there are any. */
  void unpoison(int seed) {
    int[] bad =
        IntStream.range(0, BLOCKS * 512)
            .filter(frame -> isBad(caches.cache.table.state(frame)))
            .toArray();
    int frame = Math.floorMod(seed, bad.length == 0 ? BLOCKS * 512 : bad.length);
    frame = bad.length == 0 ? frame : bad[frame];
    byte state = caches.cache.table.state(frame);
    UnpoisonResult expected = UnpoisonResult.NOT_POISONED;
    if (state == FrameState.QUARANTINED) {
      expected = UnpoisonResult.UNPOISONED;
      quarantined--;
    } else if (state == FrameState.POISONED) {
      expected = unpoisonInFile(frame);
    }
    assertThat(new Unpoison(caches.cache).unpoison(frame)).isEqualTo(expected);
    if (expected == UnpoisonResult.UNPOISONED) {
      outOfService.remove(frame);
    }
    caches.check();
  }

  private UnpoisonResult unpoisonInFile(int frame) {
    for (int i = 0; i < FILES; i++) {
      for (int page : models[i].poisonedIn(0, FileModel.MAX)) {
        if (files[i].frame((long) page * PAGE) == frame) {
          if (!models[i].isKept(page)) {
            return UnpoisonResult.CONTENT_LOST;
          }
          models[i].unpoison(page);
          return UnpoisonResult.UNPOISONED;
        }
      }
    }
    throw new AssertionError("frame " + frame + " is in no file");
  }

  private static boolean isBad(byte state) {
    return state == FrameState.POISONED || state == FrameState.QUARANTINED;
  }

  void restore(int i, int position, int length, int seed) {
    // Often from the beginning: there must be a poisoned page in the range.
    int from = seed % 3 == 0 ? position / PAGE * PAGE : 0;
    int to = Math.min((position + length + PAGE - 1) / PAGE * PAGE, models[i].size());
    if (from >= to) {
      return;
    }
    int source = Math.floorMod(seed, BYTES.length - (to - from));
    int code =
        files[i].space.restore(
            new ByteRange(from, to - from),
            MemorySegment.ofArray(BYTES).asSlice(source, to - from),
            new ArrayList<>());
    for (int page : models[i].poisonedIn(from, to)) {
      int at = page * PAGE;
      if (files[i].space.firstPoisoned(at, 1) < 0) {
        models[i].restore(page, BYTES, source + at - from);
        quarantined++;
      } else {
        assertThat(code).as("restored all").isEqualTo(AddressSpace.NO_SPACE);
        assertShortOfMemory();
      }
    }
    followMoves();
    caches.check();
  }

  /** Joins what can be joined, which changes nothing that anybody reads. */
  void collapse(int i) {
    // It gives holes memory, which the model knows exactly where there are no huge folios.
    if (!small) {
      SpaceCollapse.collapse(files[i].space, 0, Long.MAX_VALUE);
      caches.check();
    }
  }

  void recreate(int i) {
    quarantined += models[i].poisonedPages();
    files[i].space.destroy();
    create(i);
  }

  void heapFull(boolean full) {
    heapFull = full;
    caches.heapFull(full);
  }

  /** Checks each file as a whole, and all invariants. */
  void check() {
    for (int i = 0; i < FILES; i++) {
      AddressSpace space = files[i].space;
      assertThat(space.size()).isEqualTo(models[i].size());
      assertThat(space.badRanges()).isEqualTo(models[i].badRanges());
      assertThat(space.hasPoison()).isEqualTo(models[i].poisonedPages() > 0);
      assertThat(space.allocatedBytes() / PAGE).isGreaterThanOrEqualTo(models[i].heldPages());
      if (small) {
        assertThat(space.allocatedBytes() / PAGE).isEqualTo(models[i].heldPages());
      }
      for (int at = 0; at < models[i].size(); ) {
        int expected = models[i].expectRead(at, FileModel.MAX - at);
        read(i, at, FileModel.MAX - at);
        at = expected > 0 ? at + expected : (at / PAGE + 1) * PAGE;
      }
    }
    if (whole) {
      checkBadFrames();
    } else {
      assertThat(caches.cache.table.quarantinedFrames()).isEqualTo(quarantined);
    }
    caches.check();
  }

  /** A frame is out of service, in a file or not, if and only if it failed. */
  private void checkBadFrames() {
    Set<Integer> found = new TreeSet<>();
    for (int frame = 0; frame < BLOCKS * 512; frame++) {
      if (isBad(caches.cache.table.state(frame))
          && caches.cache.table.cause(frame) != Cause.ELSEWHERE) {
        found.add(frame);
      }
    }
    assertThat(found).isEqualTo(outOfService);
  }

  @Override
  public void close() {
    caches.close();
  }
}
