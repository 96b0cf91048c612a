package io.github.cordonfs.nio.watch;

import io.github.cordonfs.frame.StackProbe;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.WatchKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The signalled keys of a watch service, in order, and who waits for one. Its lock is the last one
 * anybody takes.
 */
public final class WatchQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as the next field. */
  private final Deque<WatchKey> signalled = new ArrayDeque<>();

  private boolean closed;

  /** Makes an open queue without keys. */
  public WatchQueue() {}

  /** Adds a key; without effect when closed. */
  public void add(WatchKey key) {
    lock.lock();
    try {
      if (!closed) {
        signalled.add(key);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link java.nio.file.WatchService#poll()}. */
  public @Nullable WatchKey poll() {
    StackProbe.touch();
    lock.lock();
    try {
      checkOpen();
      return signalled.poll();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link java.nio.file.WatchService#poll(long, TimeUnit)}. */
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    StackProbe.touch();
    long left = unit.toNanos(timeout);
    lock.lock();
    try {
      checkOpen();
      while (signalled.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        checkOpen();
      }
      return signalled.poll();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link java.nio.file.WatchService#take()}. */
  public WatchKey take() throws InterruptedException {
    StackProbe.touch();
    lock.lock();
    try {
      checkOpen();
      while (signalled.isEmpty()) {
        changed.await();
        checkOpen();
      }
      return signalled.remove();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets the keys; who waits, and who comes later, gets a {@link ClosedWatchServiceException}.
   *
   * @return false if it was closed before
   */
  public boolean close() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      signalled.clear();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that it is open.
   *
   * @throws ClosedWatchServiceException if it is not
   */
  public void checkOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedWatchServiceException();
      }
    } finally {
      lock.unlock();
    }
  }
}
