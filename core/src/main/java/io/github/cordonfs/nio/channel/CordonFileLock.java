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
    // First: if there is no stack or no heap for the rest, it locks nothing all the same.
    released = true;
    StackProbe.touch();
    locks.remove(file, this);
  }

  /** Makes it worth nothing, before it is removed: that may find no heap. */
  void invalidate() {
    released = true;
  }

  private Channel holder() {
    return acquiredBy();
  }
}
