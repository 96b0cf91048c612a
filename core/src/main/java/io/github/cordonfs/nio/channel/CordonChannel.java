package io.github.cordonfs.nio.channel;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.SpaceCopy;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads and writes an open file, at its position or at a given one. A positional read is: four
 * checks, one call to the file, one store. What can go wrong is told apart only after something
 * did.
 *
 * <p>Relative operations hold the position's lock, then maybe the inode's, never the other way
 * round.
 */
sealed class CordonChannel extends AbstractFileChannel permits SyncedChannel, HookedChannel {

  final ReentrantLock positionLock = new ReentrantLock();

  /** Guarded by {@link #positionLock}. */
  private long position;

  /** Takes over the caller's reference to the file. */
  CordonChannel(
      ChannelContext context,
      CordonPath path,
      RegularFile file,
      OpenMode mode,
      boolean closeOnInterrupt) {
    super(context, path, file, mode, closeOnInterrupt);
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    Objects.requireNonNull(dst, "dst");
    if (position < 0) {
      throw negative("position", position);
    }
    checkReadable();
    int read = tryRead(dst, position);
    reports();
    return read >= AddressSpace.EOF ? read : fail(read, position);
  }

  @Override
  public int read(MemorySegment target, long offset, int length, long position) throws IOException {
    Objects.requireNonNull(target, "target");
    if (position < 0) {
      throw negative("position", position);
    }
    Objects.checkFromIndexSize(offset, length, target.byteSize());
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("read-only segment");
    }
    checkReadable();
    int read =
        KeptAlive.isNeededFor(target)
            ? readKept(target, offset, length, position)
            : readPlain(target, offset, length, position);
    reports();
    return read >= AddressSpace.EOF ? read : fail(read, position);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    StackProbe.touch();
    positionLock.lock();
    try {
      checkReadable();
      int read = tryRead(dst, position);
      if (read > 0) {
        position += read;
        return read;
      }
      return read >= AddressSpace.EOF ? read : fail(read, position);
    } finally {
      unlockPosition();
    }
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    StackProbe.touch();
    Objects.checkFromIndexSize(offset, length, dsts.length);
    positionLock.lock();
    try {
      checkReadable();
      IoVector vector = IoVector.toRead(dsts, offset, length);
      long code;
      try {
        code = vector.transfer(file, position);
      } finally {
        position += vector.advance();
      }
      return code >= AddressSpace.EOF ? code : fail((int) code, position);
    } finally {
      unlockPosition();
    }
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    StackProbe.touch();
    Objects.requireNonNull(src, "src");
    if (position < 0) {
      throw negative("position", position);
    }
    checkWritable();
    int written = append ? append(src) : tryWrite(src, position);
    reports();
    return written >= 0 ? written : fail(written, position);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    StackProbe.touch();
    positionLock.lock();
    try {
      return writeHere(src);
    } finally {
      unlockPosition();
    }
  }

  /**
   * As {@link #write(ByteBuffer)}, until all is written; nobody else moves the position meanwhile.
   */
  void writeAll(ByteBuffer src) throws IOException {
    StackProbe.touch();
    positionLock.lock();
    try {
      while (src.hasRemaining()) {
        // A write ends before a poisoned page, and the next one says why.
        var _ = writeHere(src);
      }
    } finally {
      unlockPosition();
    }
  }

  /** With the position's lock. */
  private int writeHere(ByteBuffer src) throws IOException {
    checkWritable();
    if (append) {
      return append(src);
    }
    int written = tryWrite(src, position);
    if (written < 0) {
      return fail(written, position);
    }
    position += written;
    return written;
  }

  /** Writes at the end, wherever other writers have moved it. */
  final int append(ByteBuffer src) throws IOException {
    space.lockForWriting();
    try {
      long end = space.size();
      int written = tryWrite(src, end);
      return written >= 0 ? written : fail(written, end);
    } finally {
      space.unlockForWriting();
    }
  }

  /** Gathers as one write: no other writer gets between the buffers. */
  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    StackProbe.touch();
    Objects.checkFromIndexSize(offset, length, srcs.length);
    positionLock.lock();
    try {
      checkWritable();
      space.lockForWriting();
      try {
        if (append) {
          position = space.size();
        }
        return gather(IoVector.toWrite(srcs, offset, length));
      } finally {
        space.unlockForWriting();
      }
    } finally {
      unlockPosition();
    }
  }

  private long gather(IoVector vector) throws IOException {
    long code;
    try {
      code = vector.transfer(file, position);
    } finally {
      position += vector.advance();
    }
    return code >= 0 ? code : fail((int) code, position);
  }

  private void unlockPosition() {
    positionLock.unlock();
    reports();
  }

  /** Reads without checks of the channel; returns a count or a code of {@link AddressSpace}. */
  int tryRead(ByteBuffer dst, long at) {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
    int start = dst.position();
    int length = dst.limit() - start;
    if (length <= 0) {
      return 0;
    }
    int read;
    if (KeptAlive.isNeededFor(dst)) {
      read = readKept(MemorySegment.ofBuffer(dst), 0, length, at);
    } else {
      file.markAccessed();
      read = space.read(at, dst, length);
    }
    if (read > 0) {
      dst.position(start + read);
    }
    return read;
  }

  /** Writes without checks of the channel; returns a count or a code of {@link AddressSpace}. */
  int tryWrite(ByteBuffer src, long at) {
    int length = src.remaining();
    if (length <= 0) {
      return 0;
    }
    if (KeptAlive.isNeededFor(src)) {
      return writeKept(src, length, at);
    }
    return writePlain(src, length, at);
  }

  /**
   * Reads bytes at the position into an array of which nothing else may change: as many as there
   * are in one piece.
   *
   * @param most at least 1
   * @return how many; 0 if a read has to tell
   */
  int readWhole(byte[] bytes, int offset, int most) {
    StackProbe.touch();
    positionLock.lock();
    try {
      int length = (int) Math.min(most, space.size() - position);
      if (length <= 0 || !mayRead()) {
        return 0;
      }
      file.markAccessed();
      if (!space.readWhole(position, ByteBuffer.wrap(bytes, offset, length), length)) {
        return 0;
      }
      position += length;
      return length;
    } finally {
      positionLock.unlock();
    }
  }

  /**
   * Writes bytes of another file at the position, from frame to frame.
   *
   * @return as {@link SpaceCopy#copy}; what is amiss with this channel a write will tell
   */
  int writeFrom(AddressSpace source, long at, int length) {
    positionLock.lock();
    try {
      if (append || !mayWrite()) {
        return SpaceCopy.NOT_THIS_WAY;
      }
      int written = SpaceCopy.copy(source, at, space, position, length);
      if (written > 0) {
        file.markModified();
        position += written;
      }
      return written;
    } finally {
      positionLock.unlock();
    }
  }

  /**
   * Reads bytes at the position into another file, from frame to frame.
   *
   * @return as {@link SpaceCopy#copy}; what is amiss with this channel a read will tell
   */
  int readInto(AddressSpace target, long at, int length) {
    positionLock.lock();
    try {
      if (!mayRead()) {
        return SpaceCopy.NOT_THIS_WAY;
      }
      int read = SpaceCopy.copy(space, position, target, at, length);
      if (read > 0) {
        file.markAccessed();
        position += read;
      }
      return read;
    } finally {
      positionLock.unlock();
    }
  }

  /** Is called before a range is locked, also for an asynchronous channel. */
  void beforeLock(long position) throws IOException {}

  final int readPlain(MemorySegment target, long offset, int length, long at) {
    if (length == 0) {
      return 0;
    }
    // Here and below not through the file: each call above the copy counts.
    file.markAccessed();
    return space.read(at, target, offset, length);
  }

  private int writePlain(ByteBuffer src, int length, long at) {
    int written = space.write(at, src, length);
    if (written > 0) {
      file.markModified();
      src.position(src.position() + written);
    }
    return written;
  }

  /** Reads into memory whose arena another thread may close. */
  final int readKept(MemorySegment target, long offset, int length, long at) {
    KeptAlive reading =
        new KeptAlive() {
          @Override
          protected long run() {
            return readPlain(target, offset, length, at);
          }
        };
    return (int) reading.with(target);
  }

  private int writeKept(ByteBuffer src, int length, long at) {
    KeptAlive writing =
        new KeptAlive() {
          @Override
          protected long run() {
            return writePlain(src, length, at);
          }
        };
    return (int) writing.with(MemorySegment.ofBuffer(src));
  }

  /** The position; of an appending channel the end of the file, where it writes next. */
  @Override
  public long position() throws IOException {
    StackProbe.touch();
    positionLock.lock();
    try {
      checkUsable();
      return append ? checkedSize() : position;
    } finally {
      unlockPosition();
    }
  }

  @Override
  public CordonChannel position(long newPosition) throws IOException {
    StackProbe.touch();
    positionLock.lock();
    try {
      checkUsable();
      if (newPosition < 0) {
        throw negative("position", newPosition);
      }
      position = newPosition;
      return this;
    } finally {
      unlockPosition();
    }
  }

  @Override
  public CordonChannel truncate(long size) throws IOException {
    StackProbe.touch();
    positionLock.lock();
    try {
      checkChannelOpen();
      if (size < 0) {
        throw negative("size", size);
      }
      checkWritable();
      int code = 0;
      space.lockForWriting();
      try {
        if (size < space.size()) {
          code = space.truncate(size);
          file.markModified();
        }
      } finally {
        space.unlockForWriting();
      }
      if (code < 0) {
        fail(code, size);
      }
      position = Math.min(position, size);
      return this;
    } finally {
      unlockPosition();
    }
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    StackProbe.touch();
    try {
      return ChannelTransfer.to(this, position, count, target);
    } finally {
      reports();
    }
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
    StackProbe.touch();
    try {
      return ChannelTransfer.from(this, src, position, count);
    } finally {
      reports();
    }
  }
}
