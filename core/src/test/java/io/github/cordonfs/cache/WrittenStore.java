package io.github.cordonfs.cache;

import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.cache.extent.PageOffline;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be written, and notes what must not happen to it. */
final class WrittenStore implements PageSource {

  private byte[] content;
  private int writes;
  private int forces;
  private long started;
  private final Set<Long> remembered = new TreeSet<>();

  /** What a failed page is filled with was written: its index, or -1. */
  private long failedPageWritten = -1;

  /** Whether it takes nothing. */
  volatile boolean full;

  /** What writes wait for. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  /** What reads wait for that have read. */
  volatile CountDownLatch readGate = new CountDownLatch(0);

  /** How many reads have read. */
  final AtomicInteger waiting = new AtomicInteger();

  WrittenStore(int size) {
    content = new byte[size];
  }

  synchronized long size() {
    return content.length;
  }

  synchronized byte[] content() {
    return content.clone();
  }

  synchronized int writes() {
    return writes;
  }

  synchronized int forces() {
    return forces;
  }

  synchronized long failedPageWritten() {
    return failedPageWritten;
  }

  @Override
  public int read(long position, MemorySegment target) {
    int n = readNow(position, target);
    waiting.incrementAndGet();
    await(readGate);
    return n;
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized int readNow(long position, MemorySegment target) {
    int n = (int) Math.min(target.byteSize(), content.length - position);
    if (n <= 0) {
      return -1;
    }
    MemorySegment.copy(content, (int) position, target, ValueLayout.JAVA_BYTE, 0, n);
    return n;
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    await(gate);
    if (full) {
      throw new IOException("No space left on device");
    }
    byte[] bytes = source.toArray(ValueLayout.JAVA_BYTE);
    synchronized (this) {
      writes++;
      int at = (int) position;
      if (at + bytes.length > content.length) {
        throw new AssertionError("written beyond the end: " + (at + bytes.length));
      }
      for (int page = 0; page + Frames.FRAME_BYTES <= bytes.length; page += Frames.FRAME_BYTES) {
        if (bytes[page] == PageOffline.PATTERN && bytes[page + 8] == PageOffline.PATTERN) {
          failedPageWritten = (position + page) / Frames.FRAME_BYTES;
        }
      }
      System.arraycopy(bytes, 0, content, at, bytes.length);
    }
  }

  @Override
  public synchronized void truncate(long size) {
    content = Arrays.copyOf(content, (int) size);
  }

  @Override
  public synchronized void startForce(long position, long length) {
    started += length;
  }

  synchronized long started() {
    return started;
  }

  @Override
  public synchronized void force(boolean metadata) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    forces++;
  }

  @Override
  public boolean readsBySystemCall() {
    return true;
  }

  @Override
  public String store() {
    return "the test's store";
  }

  @Override
  public synchronized void lost(long page, long count) {
    for (long each = page; each < page + count; each++) {
      remembered.add(each);
    }
  }

  @Override
  public synchronized void found(long page, long count) {
    for (long each = page; each < page + count; each++) {
      remembered.remove(each);
    }
  }

  /** Returns the pages that a later mount would take for lost. */
  synchronized Set<Long> remembered() {
    return Set.copyOf(remembered);
  }
}
