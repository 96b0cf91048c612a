package io.github.cordonfs.cache.backed;

import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a store that have nothing to do with filling the cache, for one file: by the calling
 * thread if that cannot be interrupted in it, and otherwise by another. An interrupt would close
 * the channel of the store for everybody.
 */
final class StoreCalls {

  private interface Call {
    long call() throws IOException;
  }

  private final PageSource source;
  private final StoreReads threads;

  StoreCalls(PageSource source, StoreReads threads) {
    this.source = source;
    this.threads = threads;
  }

  /** Returns memory, from the beginning of a page on, which another thread may use, too. */
  MemorySegment buffer(Arena arena, long bytes) {
    return source.readsBySystemCall()
        ? arena.allocate(bytes, Frames.FRAME_BYTES)
        : MemorySegment.ofArray(new byte[(int) bytes]);
  }

  /** Returns how many bytes were read, at least 1, or -1 at the end of the store. */
  int readDirect(long position, MemorySegment target) throws IOException {
    return (int) call(() -> source.readDirect(position, target));
  }

  void write(long position, MemorySegment bytes) throws IOException {
    change(() -> source.write(position, bytes));
  }

  void writeDirect(long position, MemorySegment bytes) throws IOException {
    change(() -> source.writeDirect(position, bytes));
  }

  /** Writes what is to be durable soon: while the next piece is copied, the store is at work. */
  void writeToForce(long position, MemorySegment bytes) throws IOException {
    change(() -> {
      source.write(position, bytes);
      source.startForce(position, bytes.byteSize());
    });
  }

  void truncate(long size) throws IOException {
    change(() -> source.truncate(size));
  }

  /** Makes it at least so long. */
  void extend(long size) throws IOException {
    change(() -> source.extend(size));
  }

  /** Returns false if the store cannot have holes. */
  boolean punch(long position, long length) throws IOException {
    return call(() -> source.punch(position, length) ? 1 : 0) != 0;
  }

  void force(boolean metadata) throws IOException {
    change(() -> source.force(metadata));
  }

  private interface Change {
    void apply() throws IOException;
  }

  private void change(Change change) throws IOException {
    var _ =
        call(() -> {
          change.apply();
          return 0;
        });
  }

  private long call(Call call) throws IOException {
    if (source.readsBySystemCall() || StoreReads.isOneOfThem()) {
      return call.call();
    }
    Elsewhere elsewhere = new Elsewhere(call);
    if (!threads.execute(elsewhere)) {
      throw new IOException("the file system is closed");
    }
    return elsewhere.await();
  }

  /** A call that another thread makes. */
  private static final class Elsewhere implements Runnable {
    private final Call call;

    // Of the monitor.
    private boolean done;
    private long result;
    private @Nullable Throwable failure;

    Elsewhere(Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      long returned = 0;
      Throwable failed = null;
      try {
        returned = call.call();
      } catch (IOException | RuntimeException | Error e) {
        failed = e;
      }
      synchronized (this) {
        result = returned;
        failure = failed;
        done = true;
        notifyAll();
      }
    }

    /** Takes no notice of interrupts. */
    synchronized long await() {
      boolean interrupted = false;
      while (!done) {
        try {
          wait();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw StoreFill.thrown(failure);
      }
      return result;
    }
  }
}
