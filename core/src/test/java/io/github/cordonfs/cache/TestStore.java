package io.github.cordonfs.cache;

import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/**
 * A store for a test, whose bytes tell what they should be: each word of 8 bytes is made of its
 * position and the version of the content. Can be made to fail, stall, read short and change.
 */
public final class TestStore implements PageSource {

  /** Bytes of each page. */
  private static final int PAGE = Frames.FRAME_BYTES;

  /** What goes wrong. */
  public interface Trouble {
    /** Nothing does. */
    int NONE = Integer.MIN_VALUE;

    /** Returns what a read says it read, without having done so; or NONE. */
    int says(long position, long length) throws IOException;
  }

  /** A read of the store. */
  public record Request(long position, long length) {}

  private final List<Request> requests = new ArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Of the content. */
  public volatile long version = 1;

  /** In bytes. */
  public volatile long size;

  /** The most bytes of one read. */
  public volatile long most = Long.MAX_VALUE;

  /** Positions of pages that cannot be read. */
  public volatile LongPredicate bad = _ -> false;

  /** What reads wait for. */
  public volatile CountDownLatch gate = new CountDownLatch(0);

  /** Whether reads go straight to frames. */
  public volatile boolean direct = true;

  /** Where the content ends in truth, if not at the size. */
  public volatile long end = Long.MAX_VALUE;

  /** Whether only the last request is kept. */
  public volatile boolean silent;

  /** What goes wrong with reads. */
  public volatile Trouble trouble = (_, _) -> Trouble.NONE;

  /** Of a size. */
  public TestStore(long size) {
    this.size = size;
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    synchronized (requests) {
      // Of many nobody wants to know.
      if (silent) {
        requests.clear();
      }
      requests.add(new Request(position, target.byteSize()));
    }
    // The version counts that was there when the read began.
    long content = version;
    waiting.incrementAndGet();
    boolean interrupted = false;
    while (true) {
      try {
        gate.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting.decrementAndGet();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    int says = trouble.says(position, target.byteSize());
    if (says != Trouble.NONE) {
      return says;
    }
    long stop = Math.min(Math.min(size, end), position + Math.min(target.byteSize(), most));
    if (position >= stop) {
      return -1;
    }
    long page = position & -PAGE;
    if (bad.test(page)) {
      throw new IOException("page " + page / PAGE + " is bad");
    }
    for (long next = page + PAGE; next < stop; next += PAGE) {
      if (bad.test(next)) {
        stop = next;
      }
    }
    byte[] bytes = new byte[(int) (stop - position)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = expected(content, position + i);
    }
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  /** Returns what a byte should be. */
  public static byte expected(long version, long position) {
    long word = (position >>> 3) * 0x9E3779B97F4A7C15L + version * 0xC2B2AE3D27D4EB4FL;
    return (byte) (word >>> 56 | 1);
  }

  @Override
  public boolean readsBySystemCall() {
    return direct;
  }

  @Override
  public String store() {
    return "the test's store";
  }

  /** Returns the reads so far. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Waits until a number of reads are held up by the gate. */
  public void awaitWaiting(int count) throws InterruptedException {
    while (waiting.get() < count) {
      Thread.sleep(1);
    }
  }
}
