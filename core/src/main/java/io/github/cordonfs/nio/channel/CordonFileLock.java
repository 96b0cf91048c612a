package io.github.cordonfs.nio.channel;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.vfs.inode.Inode;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/** A lock on a range of a file, held by a channel. */
final class CordonFileLock extends FileLock {

  private final FileLocks locks;
  private final Inode file;
  private volatile boolean released;

  /** Whether the store knows of it. Of the monitor. */
  private boolean stored;

  CordonFileLock(
      FileChannel channel, Inode file, long position, long size, boolean shared, FileLocks locks) {
    super(channel, position, size, shared);
    this.locks = locks;
    this.file = file;
  }

  CordonFileLock(
      AsynchronousFileChannel channel,
      Inode file,
      long position,
      long size,
      boolean shared,
      FileLocks locks) {
    super(channel, position, size, shared);
    this.locks = locks;
    this.file = file;
  }

  @Override
  public boolean isValid() {
    return !released && holder().isOpen();
  }

  @Override
  public void release() throws IOException {
    if (!holder().isOpen()) {
      throw new ClosedChannelException();
    }
    try {
      StackProbe.touch();
      end();
    } finally {
      // If there is no stack or no heap for the rest, it locks nothing all the same.
      released = true;
    }
  }

  /**
   * Takes it in the store, unless it was given up meanwhile.
   *
   * @param writable whether its channel can write
   * @return false if another process has it
   */
  synchronized boolean take(boolean writable) throws IOException {
    if (!released) {
      stored = locks.tryStore(file, this, writable);
    }
    return stored || released;
  }

  /** Gives it back, in the store first: then nobody of this JVM has the same range there yet. */
  private synchronized void end() throws IOException {
    try {
      if (stored) {
        locks.releaseStore(this);
        // Not if that failed: the store has it until the next attempt, or the close of the channel.
        stored = false;
      }
    } finally {
      released = true;
      locks.remove(file, this);
    }
  }

  /** Gives one back that nobody has got. */
  void drop() {
    try {
      end();
    } catch (IOException _) {
      // The store gives it back when the channel is closed.
      return;
    }
  }

  private Channel holder() {
    return acquiredBy();
  }
}
