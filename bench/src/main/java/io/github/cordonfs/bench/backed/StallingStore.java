package io.github.cordonfs.bench.backed;

import io.github.cordonfs.cache.backed.PageSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** A store of zeros that is slow, and hangs when it is told to. */
final class StallingStore implements PageSource {

  private final long nanos;

  // Under the monitor.
  private boolean hangs;
  private int hanging;

  /**
   * Creates one.
   *
   * @param nanos how long each read takes at least
   */
  StallingStore(long nanos) {
    this.nanos = nanos;
  }

  /** From now on no read ends. */
  synchronized void hang() {
    hangs = true;
  }

  /** Waits until a read hangs. */
  synchronized void awaitHanging() throws InterruptedException {
    while (hanging == 0) {
      wait();
    }
  }

  /** Has all reads go on. */
  synchronized void goOn() {
    hangs = false;
    notifyAll();
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    stall();
    target.fill((byte) 0);
    return (int) target.byteSize();
  }

  private void stall() throws IOException {
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
    synchronized (this) {
      hanging++;
      notifyAll();
      try {
        while (hangs) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the store was interrupted");
      } finally {
        hanging--;
      }
    }
  }

  @Override
  public boolean readsBySystemCall() {
    return false;
  }

  @Override
  public String store() {
    return "the store of a benchmark";
  }
}
