package io.github.cordonfs.monitor.tile;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps a pyramid up to date while somebody looks at it: reads the states of all frames, over and
 * over, and rests a hundred times as long as that takes. Nobody looking, it does nothing.
 */
public final class Scanner implements AutoCloseable {

  /** Blocks of one step: at a few nanoseconds a frame, some milliseconds. */
  private static final int STEP = 2048;

  /** A rest is so many times as long as the work before it: one per cent of one processor. */
  private static final int REST = 99;

  /** After all frames were looked at, at least this long, in nanoseconds. */
  private static final long PAUSE = 250_000_000;

  private final Pyramid pyramid;
  private final FrameStates states;
  private final BooleanSupplier watched;
  private final Thread thread = new Thread(this::run, "cordon-monitor-scan");

  /** Tiles of level 0 that look different now. Guarded by itself. */
  private final BitSet changed = new BitSet();

  private volatile boolean closed;

  /** Whether the first look since somebody began to look has begun, and when. Guarded by this. */
  private boolean begun;

  private long began;

  /** Whether all frames were looked at since somebody began to look. Guarded by this. */
  private boolean fresh;

  /** Why it ended, if it did not end by being closed. Guarded by this. */
  private boolean failed;

  /**
   * Makes one that has not begun.
   *
   * @param watched whether somebody looks
   */
  public Scanner(Pyramid pyramid, FrameStates states, BooleanSupplier watched) {
    this.pyramid = pyramid;
    this.states = states;
    this.watched = watched;
    thread.setDaemon(true);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /**
   * Waits until the pyramid shows every frame as it was a moment ago or later.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public synchronized void awaitFresh() throws InterruptedException {
    wake();
    while (!fresh && !failed && !closed) {
      wait();
    }
  }

  /**
   * As {@link #awaitFresh}, but until some time after the first look began and no longer: all who
   * ask for parts of one picture wait for that together, and not each for itself. What is there by
   * then is a picture that is not finished, and its tiles change as it goes on.
   *
   * @param nanos at most
   * @throws InterruptedException if the thread is interrupted
   */
  public synchronized void awaitFirst(long nanos) throws InterruptedException {
    wake();
    long now = System.nanoTime();
    long end = (begun ? began : now) + nanos;
    for (long left = end - now;
        left > 0 && !fresh && !failed && !closed;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Has it look at once, if somebody is watching and it did not know. */
  public void wake() {
    if (!isFresh()) {
      LockSupport.unpark(thread);
    }
  }

  /** Looks at the block of a frame at once. */
  public void look(int frame) {
    int block = frame / Layout.BLOCK_FRAMES;
    byte[] buffer = new byte[Layout.BLOCK_FRAMES];
    look(block, 1, buffer);
  }

  /** Returns the tiles of level 0 that changed since this was last asked. */
  public BitSet takeChanged() {
    synchronized (changed) {
      BitSet taken = (BitSet) changed.clone();
      changed.clear();
      return taken;
    }
  }

  private void run() {
    try {
      while (!closed) {
        if (watched.getAsBoolean()) {
          round();
        } else {
          setFresh(false);
          LockSupport.parkNanos(this, 2 * PAUSE);
        }
      }
    } catch (RuntimeException _) {
      // The pool is closed, or cannot be reached any more. Each request meets the same, and says
      // so.
      synchronized (this) {
        failed = true;
        notifyAll();
      }
    }
  }

  private void round() {
    byte[] buffer = new byte[STEP * Layout.BLOCK_FRAMES];
    int blocks = pyramid.layout().blocks();
    boolean first = begin();
    for (int block = 0; block < blocks && !closed && (first || watched.getAsBoolean()); ) {
      int step = Math.min(STEP, blocks - block);
      long begin = System.nanoTime();
      look(block, step, buffer);
      block += step;
      if (!first) {
        rest((System.nanoTime() - begin) * REST);
      }
    }
    setFresh(true);
    rest(PAUSE);
  }

  private void look(int block, int count, byte[] buffer) {
    Layout layout = pyramid.layout();
    int first = block * Layout.BLOCK_FRAMES;
    int frames = Math.min(count * Layout.BLOCK_FRAMES, layout.frames() - first);
    states.states(first, buffer, 0, frames);
    for (int i = 0; i < count; i++) {
      if (pyramid.update(block + i, buffer, i * Layout.BLOCK_FRAMES)) {
        synchronized (changed) {
          changed.set(layout.tileOf(block + i));
        }
      }
    }
  }

  private void rest(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Returns whether this is the first look since somebody began to look. */
  private synchronized boolean begin() {
    if (!fresh && !begun) {
      begun = true;
      began = System.nanoTime();
    }
    return !fresh;
  }

  private synchronized boolean isFresh() {
    return fresh;
  }

  private synchronized void setFresh(boolean now) {
    fresh = now;
    begun = false;
    notifyAll();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    synchronized (this) {
      notifyAll();
    }
  }
}
