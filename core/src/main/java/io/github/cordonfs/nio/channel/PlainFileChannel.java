package io.github.cordonfs.nio.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A {@link HookedChannel} without its hook, which gets this. Closing it closes that one's file. */
final class PlainFileChannel extends FileChannel {

  private final HookedChannel channel;
  private final @Nullable BlockChecks blocks;

  /**
   * Makes it with its channel.
   *
   * @param blocks what is checked of a direct channel; null if it is none
   */
  PlainFileChannel(HookedChannel channel, @Nullable BlockChecks blocks) {
    this.channel = channel;
    this.blocks = blocks;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (blocks != null) {
      blocks.checkPosition(channel.position());
      blocks.checkDestination(dst);
    }
    return channel.readPlain(dst);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    if (blocks != null) {
      blocks.checkPosition(channel.position());
      for (int i = offset; i < offset + length; i++) {
        BlockChecks.requireWritable(dsts[i]);
        blocks.check(BlockChecks.REMAINING, dsts[i].remaining());
      }
    }
    return channel.readPlain(dsts, offset, length);
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    if (blocks != null) {
      blocks.checkPosition(position);
      blocks.checkDestination(dst);
    }
    return channel.readPlain(dst, position);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    if (blocks != null) {
      blocks.checkPosition(channel.position());
      blocks.checkBuffer(src);
    }
    return channel.writePlain(src);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    if (blocks != null) {
      blocks.checkPosition(channel.position());
      for (int i = offset; i < offset + length; i++) {
        blocks.check(BlockChecks.REMAINING, srcs[i].remaining());
      }
    }
    return channel.writePlain(srcs, offset, length);
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    if (blocks != null) {
      blocks.checkPosition(position);
      blocks.checkBuffer(src);
    }
    return channel.writePlain(src, position);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    var _ = channel.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    channel.truncatePlain(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    channel.forcePlain(metaData);
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    return channel.mapPlain(mode, offset, size, arena);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    channel.closePlain();
  }

  // What is made of the others, and so never gets here.

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw unused();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unused();
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) {
    throw unused();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw unused();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the channel itself does this");
  }
}
