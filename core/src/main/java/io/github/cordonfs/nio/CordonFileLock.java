package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.RegularFile;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;

/** A lock on a range of a file, held by a channel. */
final class CordonFileLock extends FileLock {

  private final FileLocks locks;
  private final RegularFile file;
  private volatile boolean released;

  CordonFileLock(
      OpenFile channel,
      long position,
      long size,
      boolean shared,
      FileLocks locks,
      RegularFile file) {
    super(channel, position, size, shared);
    this.locks = locks;
    this.file = file;
  }

  @Override
  public boolean isValid() {
    return !released && acquiredBy().isOpen();
  }

  @Override
  public void release() throws IOException {
    if (!acquiredBy().isOpen()) {
      throw new ClosedChannelException();
    }
    released = true;
    locks.remove(file, this);
  }
}
