package io.github.cordonfs.cache;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.failure.PageFrame;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.HeapFrameStore;
import io.github.cordonfs.frame.HeapPoolMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file with a store behind it, and one in memory, in a memory of the heap. The sampled bytes of
 * the store are its version.
 */
final class BackedScene implements PageSource {

  static final int PAGE = Frames.FRAME_BYTES;

  final WatchedMemory memory;
  final PageCache cache;
  final BackedFiles backed;
  final HardOffline failure;
  final BackedSpace file;
  final AddressSpace other;

  /** Of the store. */
  volatile byte version = 1;

  volatile long size;
  volatile boolean fails;
  final AtomicInteger requests = new AtomicInteger();

  BackedScene(long size) {
    HeapFrameStore store = new HeapFrameStore(1);
    this.size = size;
    memory = new WatchedMemory(store.memory());
    cache =
        new PageCache(
            store,
            memory,
            CordonOptions.builder().huge(HugePolicy.NEVER).build(),
            SplitTables::new);
    backed = new BackedFiles(cache, true, DirectPolicy.NEVER);
    failure = new HardOffline("test", cache, PoisonPolicy.KEEP);
    file = backed.newSpace(() -> List.of("/file"), this, size);
    other = cache.newAddressSpace(() -> List.of("/other"));
  }

  /** With its first page read, which is in frame 0. */
  BackedScene read() {
    checkHolds(version);
    return this;
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    requests.incrementAndGet();
    byte content = version;
    if (fails) {
      throw new IOException("as the test wants");
    }
    int n = (int) Math.min(target.byteSize(), size - position);
    for (int i = 0; n > 0 && i < HeapPoolMemory.SAMPLES; i++) {
      int sample = HeapPoolMemory.sample(i);
      if (sample < n) {
        target.set(ValueLayout.JAVA_BYTE, sample, content);
      }
    }
    return n;
  }

  @Override
  public boolean readsBySystemCall() {
    return true;
  }

  @Override
  public String store() {
    return "the scene's store";
  }

  /** Another content behind the cache's back, which is then noticed. */
  void change(long newSize) {
    version = 2;
    size = newSize;
    file.invalidate(newSize);
  }

  MemoryFailureEvent strike() {
    return failure.strike(0);
  }

  /** Strikes the first page, wherever it is. */
  MemoryFailureEvent strikePage(PageFrame page) throws IOException {
    return failure.strike(file, 0, page, StrikeContent.DESTROY);
  }

  SoftOfflineResult softOfflinePage(PageFrame page) throws IOException {
    return new SoftOffline(cache).softOffline(file, 0, page);
  }

  /** Finds the first page; after the first look it goes with a change, and its frame to others. */
  PageFrame changedAfterALook() {
    AtomicBoolean looked = new AtomicBoolean();
    return () -> {
      int frame = file.instantiate(0);
      if (!looked.getAndSet(true)) {
        change(PAGE);
        Scene.write(other, 0, Scene.OTHER);
      }
      return frame;
    };
  }

  /** Takes the clean pages out, and gives their frames to the other file. */
  void reclaimAndReuse() {
    if (backed.reclaim(1) > 0) {
      Scene.write(other, 0, Scene.OTHER);
    }
  }

  /** A window of the first pages of the file, mapped as a channel does. */
  FakeWindow map(int pages) throws IOException {
    FakeWindow window = new FakeWindow(file, pages, false);
    long pinned = file.pin(0, (long) pages * PAGE);
    try {
      window.map();
    } finally {
      file.letPagesGo(pinned);
    }
    return window;
  }

  void checkHolds(byte value) {
    Scene.Read after = new Scene.Read();
    after.of(file, 0);
    Scene.check(after.result == Math.min(PAGE, size), "read afterwards: " + after.result);
    after.delivered(value);
    checkFigures();
  }

  void checkFigures() {
    long used = file.allocatedBytes() + other.allocatedBytes();
    Scene.check(cache.usedBytes() == used, cache.usedBytes() + " bytes used instead of " + used);
    Scene.check(file.isUnread() == (file.allocatedBytes() == 0), "a claim is left");
    Scene.check(!file.hasPoison(), "poison in a clean file");
  }

  void checkQuarantined() {
    byte state = cache.table.state(0);
    Scene.check(state == FrameState.QUARANTINED, FrameState.name(state));
    Scene.check(file.frameAt(0) != 0, "the struck frame is used again");
  }
}
