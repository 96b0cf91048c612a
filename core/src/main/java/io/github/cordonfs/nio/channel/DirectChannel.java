package io.github.cordonfs.nio.channel;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A channel opened with {@code ExtendedOpenOption.DIRECT}. Positions, buffers and what is left of
 * them must be multiples of the block size, as the JDK's channel has it: programs that get it wrong
 * find out here, too. A file with a store behind it is read and written there and not in the cache
 * (row B3), but for transfers, which need not be of whole blocks. A file in memory has no cache to
 * go around.
 */
final class DirectChannel extends SyncedChannel {

  private final BlockChecks blocks;

  /** Takes over the caller's reference to the file. */
  DirectChannel(
      ChannelContext context,
      CordonPath path,
      RegularFile file,
      OpenMode mode,
      boolean closeOnInterrupt) {
    super(context, path, file, mode, closeOnInterrupt);
    this.blocks = new BlockChecks(path.toString());
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    Objects.requireNonNull(dst, "dst");
    if (position >= 0) {
      checkReadable();
      blocks.checkPosition(position);
      blocks.checkDestination(dst);
    }
    return super.read(dst, position);
  }

  @Override
  public int read(MemorySegment target, long offset, int length, long position) throws IOException {
    Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(target, "target").byteSize());
    if (position >= 0) {
      checkReadable();
      blocks.checkPosition(position);
      blocks.check(BlockChecks.REMAINING, length);
      if (target.isNative()) {
        blocks.check(BlockChecks.BUFFER_POSITION, target.address() + offset);
      }
    }
    if (position < 0 || length == 0 || target.isReadOnly() || !space.isBacked()) {
      return super.read(target, offset, length, position);
    }
    int read = readStore(target.asSlice(offset, length), position);
    reports();
    return read >= AddressSpace.EOF ? read : fail(read, position);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    positionLock.lock();
    try {
      checkReadable();
      blocks.checkPosition(position());
      blocks.checkDestination(dst);
      return super.read(dst);
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    positionLock.lock();
    try {
      checkReadable();
      blocks.checkPosition(position());
      for (int i = offset; i < offset + length; i++) {
        BlockChecks.requireWritable(dsts[i]);
        blocks.check(BlockChecks.REMAINING, dsts[i].remaining());
      }
      return space.isBacked()
          ? eachOf(dsts, offset, length, super::read)
          : super.read(dsts, offset, length);
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    Objects.requireNonNull(src, "src");
    if (position >= 0) {
      checkWritable();
      blocks.checkPosition(position);
      blocks.checkBuffer(src);
    }
    return super.write(src, position);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    positionLock.lock();
    try {
      checkWritable();
      blocks.checkPosition(position());
      blocks.checkBuffer(src);
      return super.write(src);
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    positionLock.lock();
    try {
      checkWritable();
      blocks.checkPosition(position());
      for (int i = offset; i < offset + length; i++) {
        blocks.check(BlockChecks.REMAINING, srcs[i].remaining());
      }
      if (!space.isBacked()) {
        return super.write(srcs, offset, length);
      }
      space.lockForWriting();
      try {
        return eachOf(srcs, offset, length, super::write);
      } finally {
        space.unlockForWriting();
      }
    } finally {
      positionLock.unlock();
    }
  }

  private interface Transfer {
    int of(ByteBuffer buffer) throws IOException;
  }

  /** Transfers buffers one after the other, up to the first that is not transferred wholly. */
  private static long eachOf(ByteBuffer[] buffers, int offset, int length, Transfer transfer)
      throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int wanted = buffers[i].remaining();
      int n;
      try {
        n = wanted == 0 ? 0 : transfer.of(buffers[i]);
      } catch (IOException e) {
        if (total == 0) {
          throw e;
        }
        return total;
      }
      if (n < 0) {
        return total == 0 ? n : total;
      }
      total += n;
      if (n < wanted) {
        break;
      }
    }
    return total;
  }

  @Override
  int tryRead(ByteBuffer dst, long at) {
    int length = dst.remaining();
    if (length == 0 || dst.isReadOnly() || !isWhole(length | at)) {
      return super.tryRead(dst, at);
    }
    int read = readStore(MemorySegment.ofBuffer(dst), at);
    if (read > 0) {
      dst.position(dst.position() + read);
    }
    return read;
  }

  private int readStore(MemorySegment target, long at) {
    file.markAccessed();
    return KeptAlive.call(target, () -> space.readDirect(at, target));
  }

  @Override
  int tryWrite(ByteBuffer src, long at) {
    int length = src.remaining();
    if (length == 0 || !isWhole(length | at)) {
      return super.tryWrite(src, at);
    }
    MemorySegment source = MemorySegment.ofBuffer(src);
    int written = KeptAlive.call(source, () -> space.writeDirect(at, source));
    if (written > 0) {
      file.markModified();
      src.position(src.position() + written);
    }
    return written;
  }

  /** A transfer may be of any bytes. */
  private boolean isWhole(long places) {
    return space.isBacked() && places % BlockChecks.ALIGNMENT == 0;
  }
}
