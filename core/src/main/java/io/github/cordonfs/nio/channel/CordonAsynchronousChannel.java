package io.github.cordonfs.nio.channel;

import io.github.cordonfs.frame.StackProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.ClosedFileSystemException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes an open file in other threads. An operation is one of a synchronous channel,
 * which is memory copied, handed to an executor: it never waits for anything long, so nothing is
 * gained here but that programs that want the interface find it.
 *
 * <p>Arguments are checked at once, as the JDK's channel does; everything else is told by the
 * future or the handler. No lock is held when a handler is called.
 */
final class CordonAsynchronousChannel extends AsynchronousFileChannel {

  private final ChannelContext context;
  private final CordonChannel channel;
  private final Executor executor;

  /**
   * Takes over a channel.
   *
   * @param executor where operations run and handlers are called
   */
  CordonAsynchronousChannel(ChannelContext context, CordonChannel channel, Executor executor) {
    this.context = context;
    this.channel = channel;
    this.executor = executor;
    channel.hasFront(this);
  }

  @Override
  public Future<Integer> read(ByteBuffer dst, long position) {
    return submit(reading(dst, position));
  }

  @Override
  public <A> void read(
      ByteBuffer dst,
      long position,
      @Nullable A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    Objects.requireNonNull(handler, "handler");
    submit(reading(dst, position), attachment, handler);
  }

  private Callable<Integer> reading(ByteBuffer dst, long position) {
    StackProbe.touch();
    if (position < 0) {
      throw AbstractFileChannel.negative("position", position);
    }
    channel.requireReadable();
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
    return () -> channel.read(dst, position);
  }

  @Override
  public Future<Integer> write(ByteBuffer src, long position) {
    return submit(writing(src, position));
  }

  @Override
  public <A> void write(
      ByteBuffer src,
      long position,
      @Nullable A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    Objects.requireNonNull(handler, "handler");
    submit(writing(src, position), attachment, handler);
  }

  private Callable<Integer> writing(ByteBuffer src, long position) {
    StackProbe.touch();
    if (position < 0) {
      throw AbstractFileChannel.negative("position", position);
    }
    channel.requireWritable();
    if (isOpen()) {
      // Of a closed channel the JDK asks no more.
      Objects.requireNonNull(src, "src");
    }
    return () -> channel.write(src, position);
  }

  /**
   * Enters the lock at once, as an overlap is the caller's error; other processes are waited for.
   */
  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    StackProbe.touch();
    requireFor(shared);
    if (!isOpen()) {
      return submit(CordonAsynchronousChannel::none);
    }
    CordonFileLock lock = hold(position, size, shared);
    try {
      FutureTask<FileLock> future =
          new FutureTask<>(whileOpen(() -> stored(lock))) {
            @Override
            protected void done() {
              if (state() != State.SUCCESS) {
                // The caller does not get it, so nothing else would release it.
                lock.drop();
              }
            }
          };
      executor.execute(future);
      return future;
    } catch (RuntimeException | Error e) {
      lock.drop();
      throw e;
    }
  }

  @Override
  public <A> void lock(
      long position,
      long size,
      boolean shared,
      @Nullable A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    StackProbe.touch();
    Objects.requireNonNull(handler, "handler");
    requireFor(shared);
    if (!isOpen()) {
      submit(CordonAsynchronousChannel::none, attachment, handler);
      return;
    }
    CordonFileLock lock = hold(position, size, shared);
    try {
      Callable<FileLock> checked = whileOpen(() -> stored(lock));
      executor.execute(() -> complete(() -> orDrop(checked, lock), attachment, handler));
    } catch (RuntimeException | Error e) {
      lock.drop();
      throw e;
    }
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    requireFor(shared);
    if (!isOpen()) {
      throw closed(new ClosedChannelException());
    }
    channel.beforeLock(position);
    CordonFileLock lock = hold(position, size, shared);
    boolean done = false;
    try {
      done = lock.take(channel.isWritable());
      if (!isOpen()) {
        throw closed(new ClosedChannelException());
      }
      return done ? lock : null;
    } finally {
      if (!done) {
        lock.drop();
      }
    }
  }

  /** Waits for other processes that have it, until this is closed or the thread interrupted. */
  private FileLock stored(CordonFileLock lock) throws IOException {
    channel.beforeLock(lock.position());
    LockWait wait = new LockWait();
    while (!lock.take(channel.isWritable())) {
      wait.pause(this::isOpen);
      if (!isOpen()) {
        throw new AsynchronousCloseException();
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new FileLockInterruptionException();
      }
    }
    return lock;
  }

  /** Takes a lock, which is worth nothing if the channel is found to be closed afterwards. */
  private CordonFileLock hold(long position, long size, boolean shared) {
    StackProbe.touch();
    CordonFileLock lock = context.locks().lock(this, channel.file, position, size, shared);
    if (!isOpen()) {
      // Closed meanwhile, maybe before the lock was there to be removed.
      lock.drop();
    }
    return lock;
  }

  private void requireFor(boolean shared) {
    if (shared) {
      channel.requireReadable();
    } else {
      channel.requireWritable();
    }
  }

  /** The lock that is never handed out: its operation fails as the channel is closed. */
  private static FileLock none() throws ClosedChannelException {
    throw new ClosedChannelException();
  }

  private FileLock orDrop(Callable<FileLock> operation, CordonFileLock lock) throws Exception {
    boolean done = false;
    try {
      FileLock held = operation.call();
      done = true;
      return held;
    } finally {
      if (!done) {
        lock.drop();
      }
    }
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public AsynchronousFileChannel truncate(long size) throws IOException {
    if (size < 0) {
      throw AbstractFileChannel.negative("size", size);
    }
    channel.requireWritable();
    var _ = channel.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    channel.force(metaData);
  }

  private <V> Future<V> submit(Callable<V> operation) {
    FutureTask<V> future = new FutureTask<>(whileOpen(operation));
    executor.execute(future);
    return future;
  }

  private <V, A> void submit(
      Callable<V> operation, @Nullable A attachment, CompletionHandler<V, ? super A> handler) {
    Callable<V> checked = whileOpen(operation);
    executor.execute(() -> complete(checked, attachment, handler));
  }

  private static <V, A> void complete(
      Callable<V> operation, @Nullable A attachment, CompletionHandler<V, ? super A> handler) {
    V result;
    try {
      result = operation.call();
    } catch (Throwable failure) {
      // An error, too: that of a caller's buffer in bad memory is one.
      handler.failed(failure, attachment);
      return;
    }
    handler.completed(result, attachment);
  }

  /** Returns the operation as one that fails when the channel is closed before it is done. */
  private <V> Callable<V> whileOpen(Callable<V> operation) {
    boolean inTime = isOpen();
    return () -> {
      try {
        if (isOpen()) {
          return operation.call();
        }
      } catch (ClosedChannelException e) {
        if (isOpen()) {
          throw e;
        }
      }
      throw closed(inTime ? new AsynchronousCloseException() : new ClosedChannelException());
    };
  }

  /** The file system being closed is the more telling news, and closes its channels. */
  private ClosedChannelException closed(ClosedChannelException otherwise) {
    if (!context.isOpen()) {
      throw new ClosedFileSystemException();
    }
    return otherwise;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Operations that wait for the executor fail; one that runs may still come to its end. */
  @Override
  public void close() throws IOException {
    StackProbe.touch();
    channel.close();
  }

  @Override
  public String toString() {
    return "asynchronous " + channel;
  }
}
