package io.github.cordonfs.testkit;

import java.io.IOException;
import java.nio.channels.FileLock;

/** A lock of a channel with faults. */
final class FaultLock extends FileLock {

  private final FileLock below;

  FaultLock(FaultChannel channel, FileLock below) {
    super(channel, below.position(), below.size(), below.isShared());
    this.below = below;
  }

  @Override
  public boolean isValid() {
    return below.isValid();
  }

  @Override
  public void release() throws IOException {
    below.release();
  }
}
