package io.github.cordonfs.cache;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.HookedStore;
import io.github.cordonfs.frame.Stores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small page cache for a test, and the files in it. Closing it checks every invariant, with the
 * files and without them.
 */
public final class Caches implements AutoCloseable {

  /** Under test. */
  public final PageCache cache;

  /** Its memory, with doors. */
  public final SpyMemory memory;

  /** Handles failures; poisoned pages stay in their files. */
  public final HardOffline failure;

  /** Where the memory comes from. */
  public final HookedStore store;

  /** Without hooks; frames of it can be mapped. */
  public final FrameStore real;

  private final List<TestFile> files = new ArrayList<>();
  private boolean heapFull;

  /** Files with a store behind them. */
  public final BackedFiles backed;

  private Caches(FrameStore real, HugePolicy huge, PoisonPolicy poison) {
    this.real = real;
    store = new HookedStore(real);
    memory = new SpyMemory(store.memory());
    cache =
        new PageCache(store, memory, CordonOptions.builder().huge(huge).build(), this::splitTables);
    backed = new BackedFiles(cache, true, DirectPolicy.NEVER);
    failure = new HardOffline("caches", cache, poison);
  }

  private FrameTable.SplitTables splitTables() {
    if (heapFull) {
      throw new OutOfMemoryError("as the test wants");
    }
    return new FrameTable.SplitTables();
  }

  /** A kind of cache that everything must work in. */
  public record Setup(Stores.Kind kind, HugePolicy huge) {
    /** Opens a cache of 2 MiB blocks. */
    public Caches open(int blocks) {
      return of(kind, blocks, huge, PoisonPolicy.KEEP);
    }
  }

  /** The grid: each kind of memory, with small frames and with huge folios. */
  public static Stream<Setup> grid() {
    return Stream.of(Stores.Kind.values())
        .flatMap(kind ->
            Stream.of(new Setup(kind, HugePolicy.NEVER), new Setup(kind, HugePolicy.ALWAYS)));
  }

  /** Opens a cache of 2 MiB blocks that keeps poisoned pages. */
  public static Caches of(int blocks, HugePolicy huge) {
    return of(Stores.Kind.MEMFD, blocks, huge, PoisonPolicy.KEEP);
  }

  /** Opens a cache of 2 MiB blocks. */
  public static Caches of(Stores.Kind kind, int blocks, HugePolicy huge, PoisonPolicy poison) {
    return new Caches(kind.open(blocks), huge, poison);
  }

  /** Sets whether a split finds no heap for its tables. */
  public void heapFull(boolean full) {
    heapFull = full;
  }

  /**
   * Fails a frame, as whoever says so finds it.
   *
   * @return the report; null if nothing was done
   */
  public @Nullable MemoryFailureEvent fail(int frame, FailureSource source) {
    if (source == FailureSource.INJECTED) {
      return failure.strike(frame);
    }
    memory.goBad(frame);
    BadFrame found = cache.findBad(frame);
    return found == null ? null : failure.hardOffline(found, source);
  }

  /** Makes an empty file. */
  public TestFile newFile(String path) {
    TestFile file = new TestFile(cache, failure, path);
    files.add(file);
    return file;
  }

  /** Makes a file with a store behind it. */
  public TestFile newFile(String path, TestStore store) {
    TestFile file = new TestFile(backed, failure, path, store);
    files.add(file);
    return file;
  }

  /** Makes a file with a store behind it that can be written. */
  TestFile newFile(String path, WrittenStore written) {
    TestFile file = new TestFile(backed, failure, path, written);
    files.add(file);
    return file;
  }

  /** Makes all frames of the cache dirty, as frames are that other files had before. */
  public void dirtyAllFrames() {
    TestFile file = new TestFile(cache, failure, "/dirt");
    byte[] dirt = new byte[Frames.HUGE_BYTES];
    Arrays.fill(dirt, (byte) 0xEE);
    long position = 0;
    for (int n = file.write(position, dirt); n > 0; n = file.write(position, dirt)) {
      position += n;
    }
    file.space.destroy();
  }

  /** Takes frames until only a number is left; they are given back when the cache is closed. */
  public TestFile leaveFree(int frames) {
    TestFile ballast = newFile("/ballast");
    long capacity = cache.capacityBytes() - cache.usedBytes();
    long length = capacity - ((long) frames << Frames.FRAME_SHIFT);
    if (length > 0 && ballast.space.allocate(0, length, false) != 0) {
      throw new AssertionError("no " + length + " bytes for ballast");
    }
    return ballast;
  }

  /** Returns the frames that are free. */
  public int freeFrames() {
    return (int) ((cache.capacityBytes() - cache.usedBytes()) >>> Frames.FRAME_SHIFT);
  }

  /** Checks everything that must hold while nobody is at work. */
  public void check() {
    files.forEach(file -> awaitReads(file.space));
    Invariants.check(cache, files.stream().map(file -> file.space).toList());
  }

  /** What is read ahead has frames that are nobody's yet. */
  private static void awaitReads(AddressSpace space) {
    for (int i = 0; i < 5000 && space instanceof BackedSpace read && read.isReading(); i++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    memory.quiet();
    check();
    files.forEach(file -> file.space.destroy());
    files.clear();
    check();
    Invariants.checkEmpty(cache);
    backed.close();
    cache.close();
  }
}
