package io.github.cordonfs.nio.channel;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/**
 * An open directory. Programs open one to make its names durable with {@link #force}, and for
 * hardly anything else: there is nothing to read in it, and as it is open for reading only, nothing
 * can be written (contract row S26).
 */
sealed class DirectoryChannel extends FileChannel implements OpenResources.ClosedByOthers
    permits HookedDirectoryChannel {

  private final ChannelContext context;
  private final String path;
  private final Directory directory;
  private final boolean closeOnInterrupt;
  private volatile long position;

  DirectoryChannel(
      ChannelContext context, CordonPath path, Directory directory, boolean closeOnInterrupt) {
    this.closeOnInterrupt = closeOnInterrupt;
    this.context = context;
    this.path = path.toString();
    this.directory = directory;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    checkUsable();
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
    if (!dst.hasRemaining()) {
      return 0;
    }
    KeptAlive.check(MemorySegment.ofBuffer(dst));
    throw refuseRead();
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    checkUsable();
    if (IoVector.toRead(dsts, offset, length).isEmpty()) {
      return 0;
    }
    throw refuseRead();
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    Objects.requireNonNull(dst, "dst");
    if (position < 0) {
      throw AbstractFileChannel.negative("position", position);
    }
    return read(dst);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    checkUsable();
    Objects.requireNonNull(target, "target");
    if (position < 0 || count < 0) {
      throw AbstractFileChannel.negative("position or count", Math.min(position, count));
    }
    throw refuseRead();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    Objects.requireNonNull(mode, "mode");
    throw refuseMapping();
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(arena, "arena");
    throw refuseMapping();
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    throw refuseWrite();
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    throw refuseWrite();
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    Objects.requireNonNull(src, "src");
    if (position < 0) {
      throw AbstractFileChannel.negative("position", position);
    }
    throw refuseWrite();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    checkChannelOpen();
    if (size < 0) {
      throw AbstractFileChannel.negative("size", size);
    }
    throw refuseWrite();
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
    checkChannelOpen();
    Objects.requireNonNull(src, "src");
    throw refuseWrite();
  }

  @Override
  public long position() throws IOException {
    checkUsable();
    return position;
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw AbstractFileChannel.negative("position", newPosition);
    }
    checkUsable();
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    checkUsable();
    return directory.size();
  }

  /** Succeeds: there is nothing behind memory to write to (contract row A8). */
  @Override
  public void force(boolean metaData) throws IOException {
    checkUsable();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    StackProbe.touch();
    if (!shared) {
      throw refuseWrite();
    }
    try {
      checkUsable();
    } catch (ClosedByInterruptException e) {
      throw (IOException) new FileLockInterruptionException().initCause(e);
    }
    return hold(position, size);
  }

  /** Never waits, and so takes no notice of interrupts. */
  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    if (!shared) {
      throw refuseWrite();
    }
    checkChannelOpen();
    return hold(position, size);
  }

  private FileLock hold(long position, long size) throws IOException {
    CordonFileLock lock = context.locks().lock(this, directory, position, size, true);
    if (!isOpen()) {
      // Closed meanwhile, maybe before the lock was there to be removed.
      context.locks().remove(directory, lock);
      checkChannelOpen();
    }
    return lock;
  }

  @Override
  protected void implCloseChannel() {
    boolean done = false;
    try {
      finishClosing();
      done = true;
    } finally {
      if (!done) {
        // This is called once, however it ends.
        context.resources().anyUnfinished = true;
      }
    }
  }

  @Override
  public void finishClosing() {
    StackProbe.touch();
    context.locks().removeAll(directory, this);
    context.resources().remove(this);
  }

  private IOException refuseRead() throws IOException {
    checkUsable();
    return FileErrors.isDirectory(path);
  }

  private IOException refuseMapping() throws IOException {
    checkUsable();
    return new FileSystemException(path, null, "No such device");
  }

  private RuntimeException refuseWrite() throws IOException {
    checkChannelOpen();
    return new NonWritableChannelException();
  }

  private void checkChannelOpen() throws ClosedChannelException {
    if (!isOpen()) {
      if (!context.isOpen()) {
        throw new ClosedFileSystemException();
      }
      throw new ClosedChannelException();
    }
  }

  private void checkUsable() throws IOException {
    checkChannelOpen();
    if (closeOnInterrupt && Thread.currentThread().isInterrupted()) {
      close();
      throw new ClosedByInterruptException();
    }
  }

  @Override
  public String toString() {
    return "channel of directory " + path;
  }
}
