package io.github.cordonfs.nio.channel;

import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A channel of a file with a store behind it that was opened with {@code SYNC} or {@code DSYNC}:
 * each write is in the store, and durable there, when it returns.
 */
sealed class SyncedChannel extends CordonChannel permits DirectChannel {

  private final OpenMode.Sync sync;

  /** Takes over the caller's reference to the file. */
  SyncedChannel(
      ChannelContext context,
      CordonPath path,
      RegularFile file,
      OpenMode mode,
      boolean closeOnInterrupt) {
    super(context, path, file, mode, closeOnInterrupt);
    this.sync = file.space().isBacked() ? mode.sync() : OpenMode.Sync.NONE;
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    return (int) synced(super.write(src, position));
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return (int) synced(super.write(src));
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return synced(super.write(srcs, offset, length));
  }

  @Override
  void writeAll(ByteBuffer src) throws IOException {
    super.writeAll(src);
    synced(1);
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
    return synced(super.transferFrom(src, position, count));
  }

  private long synced(long written) throws IOException {
    if (written > 0 && sync != OpenMode.Sync.NONE) {
      force(sync == OpenMode.Sync.ALL);
    }
    return written;
  }
}
