package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A version of a file, open in the wrapped file system: by as many streams as there are reads at
 * the same time, since streams of object stores let one read wait for another.
 */
final class StoreHandle implements BackingFile {

  /** Streams that are kept when nobody reads. */
  private static final int MOST_IDLE = 4;

  private final StoreFile file;

  // Of this monitor.
  private final Deque<StoreStream> idle = new ArrayDeque<>();
  private boolean closed;

  StoreHandle(StoreFile file) {
    this.file = file;
  }

  @Override
  public BackingVersion version() {
    return file.version();
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    int length = (int) Math.min(target.byteSize(), file.length() - position);
    if (length <= 0) {
      return -1;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(file.classLoader());
    try {
      file.asUser(() -> read(position, target, length));
    } catch (IOException e) {
      file.failed();
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
    file.counters().readFromStore(file.name(), position, length);
    return length;
  }

  private Void read(long position, MemorySegment target, int length) throws IOException {
    ByteBuffer buffer = target.asByteBuffer();
    if (buffer.hasArray()) {
      readInto(position, buffer.array(), buffer.arrayOffset(), length);
    } else {
      byte[] bytes = new byte[length];
      readInto(position, bytes, 0, length);
      MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, length);
    }
    return null;
  }

  private void readInto(long position, byte[] target, int offset, int length) throws IOException {
    ReadPlan plan = file.planOf(position, length);
    if (plan != null && plan.read(this, position, target, offset, length)) {
      return;
    }
    StoreStream kept = takeIdle();
    if (kept != null) {
      try {
        readBy(kept, position, target, offset, length);
        return;
      } catch (IOException _) {
        // It may be the stream that is of no use any more: its file system was closed.
      }
    }
    readBy(StoreStream.open(file), position, target, offset, length);
  }

  private void readBy(StoreStream stream, long position, byte[] target, int offset, int length)
      throws IOException {
    boolean fine = false;
    try {
      stream.willRead(length);
      stream.readFully(position, target, offset, length);
      fine = true;
    } finally {
      giveBack(stream, fine);
    }
  }

  /** Returns a stream for the caller alone, until it gives it back. */
  StoreStream take() throws IOException {
    StoreStream kept = takeIdle();
    return kept == null ? StoreStream.open(file) : kept;
  }

  private synchronized @Nullable StoreStream takeIdle() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    return idle.pollFirst();
  }

  /**
   * Takes a stream back.
   *
   * @param clean whether all that it asked the store for was read, and without an error
   */
  void giveBack(StoreStream stream, boolean clean) {
    synchronized (this) {
      if (clean && !closed && idle.size() < MOST_IDLE) {
        idle.addFirst(stream);
        return;
      }
    }
    stream.close();
  }

  @Override
  public void close() {
    Deque<StoreStream> unused;
    synchronized (this) {
      closed = true;
      unused = new ArrayDeque<>(idle);
      idle.clear();
    }
    unused.forEach(StoreStream::close);
  }
}
