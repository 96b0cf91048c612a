package io.github.cordonfs.nio.channel;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.SpaceCopy;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.hook.ChannelFront;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.os.SegmentCopy;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a file system with a hook. Each operation looks at one field, and while the hook is
 * active goes to what the hook has put in front: that calls {@link #plain}, which does what this
 * channel does otherwise.
 */
final class HookedChannel extends CordonChannel {

  private final FileSystemHook hook;

  /** What is checked of a direct channel; null if this is none. */
  private final @Nullable BlockChecks blocks;

  private final PlainFileChannel plain;

  /** Keeps the bytes of one {@link #writeAll} together. */
  private final Object together = new Object();

  /** Set before anybody has this. */
  private @Nullable ChannelFront front;

  /** Takes over the caller's reference to the file. */
  HookedChannel(
      ChannelContext context,
      CordonPath path,
      RegularFile file,
      OpenMode mode,
      boolean closeOnInterrupt,
      FileSystemHook hook) {
    super(context, path, file, mode, closeOnInterrupt);
    this.hook = hook;
    this.blocks = mode.direct() ? new BlockChecks(path.toString()) : null;
    this.plain = new PlainFileChannel(this, blocks);
  }

  /** Returns this channel without its hook. */
  FileChannel plain() {
    return plain;
  }

  void attach(ChannelFront what) {
    front = what;
  }

  /** Whether the operation has to take the long way. */
  private boolean isSeen() {
    return hook.isActive() || blocks != null;
  }

  private ChannelFront hooked() {
    return Objects.requireNonNull(front, "nobody has this yet");
  }

  private FileChannel front() {
    return hooked().channel();
  }

  // The three that follow do what they are above, and do not call it: HotSpot inlines only so
  // many levels of calls, and with one too many the copy would be called instead of inlined.

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    if (isSeen()) {
      return front().read(dst, position);
    }
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
    if (isSeen()) {
      return readSeen(target, offset, length, position);
    }
    checkReadable();
    int read =
        KeptAlive.isNeededFor(target)
            ? readKept(target, offset, length, position)
            : readPlain(target, offset, length, position);
    reports();
    return read >= AddressSpace.EOF ? read : fail(read, position);
  }

  private int readSeen(MemorySegment target, long offset, int length, long position)
      throws IOException {
    byte[] bytes = new byte[length];
    int read = front().read(ByteBuffer.wrap(bytes), position);
    if (read > 0) {
      SegmentCopy.copy(MemorySegment.ofArray(bytes), 0, target, offset, read);
    }
    return read;
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    if (isSeen()) {
      return front().write(src, position);
    }
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
  public int read(ByteBuffer dst) throws IOException {
    return isSeen() ? front().read(dst) : super.read(dst);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return isSeen() ? front().read(dsts, offset, length) : super.read(dsts, offset, length);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return isSeen() ? front().write(src) : super.write(src);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return isSeen() ? front().write(srcs, offset, length) : super.write(srcs, offset, length);
  }

  @Override
  void writeAll(ByteBuffer src) throws IOException {
    if (!isSeen()) {
      super.writeAll(src);
      return;
    }
    // Not with the lock of the position, which is taken behind those of the hook.
    synchronized (together) {
      while (src.hasRemaining()) {
        var _ = front().write(src);
      }
    }
  }

  @Override
  int readWhole(byte[] bytes, int offset, int most) {
    return isSeen() ? 0 : super.readWhole(bytes, offset, most);
  }

  @Override
  int writeFrom(AddressSpace source, long at, int length) {
    return isSeen() ? SpaceCopy.NOT_THIS_WAY : super.writeFrom(source, at, length);
  }

  @Override
  int readInto(AddressSpace target, long at, int length) {
    return isSeen() ? SpaceCopy.NOT_THIS_WAY : super.readInto(target, at, length);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (isSeen()) {
      front().force(metaData);
    } else {
      super.force(metaData);
    }
  }

  @Override
  public CordonChannel truncate(long size) throws IOException {
    if (isSeen()) {
      var _ = front().truncate(size);
    } else {
      var _ = super.truncate(size);
    }
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return hook.isActive()
        ? front().transferTo(position, count, target)
        : super.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
    return hook.isActive()
        ? front().transferFrom(src, position, count)
        : super.transferFrom(src, position, count);
  }

  /** A mapped buffer is made by this, too. */
  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    return isSeen() ? front().map(mode, offset, size, arena) : super.map(mode, offset, size, arena);
  }

  @Override
  void beforeLock(long position) throws IOException {
    if (isSeen()) {
      hooked().beforeLock(position);
    }
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    beforeLock(position);
    return super.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    beforeLock(position);
    return super.tryLock(position, size, shared);
  }

  @Override
  public void punchHole(long offset, long length) throws IOException {
    if (isSeen()) {
      hooked().change(offset, length, () -> super.punchHole(offset, length));
    } else {
      super.punchHole(offset, length);
    }
  }

  @Override
  public void setSize(long size) throws IOException {
    if (isSeen()) {
      hooked().change(size, 0, () -> super.setSize(size));
    } else {
      super.setSize(size);
    }
  }

  @Override
  public void allocate(long offset, long length, boolean keepSize) throws IOException {
    if (isSeen()) {
      hooked().change(offset, 0, () -> super.allocate(offset, length, keepSize));
    } else {
      super.allocate(offset, length, keepSize);
    }
  }

  @Override
  public List<ByteRange> clearPoison(long offset, long length) throws IOException {
    if (!isSeen()) {
      return super.clearPoison(offset, length);
    }
    List<ByteRange> cleared = new ArrayList<>();
    hooked().change(offset, length, () -> cleared.addAll(super.clearPoison(offset, length)));
    return List.copyOf(cleared);
  }

  @Override
  public List<ByteRange> restore(long offset, ByteBuffer content) throws IOException {
    if (!isSeen()) {
      return super.restore(offset, content);
    }
    List<ByteRange> restored = new ArrayList<>();
    hooked()
        .change(offset, content.remaining(), () -> restored.addAll(super.restore(offset, content)));
    return List.copyOf(restored);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    if (front == null) {
      closePlain();
    } else {
      front().close();
    }
  }

  // For the plain channel, which cannot name the class above this one.

  int readPlain(ByteBuffer dst, long position) throws IOException {
    return super.read(dst, position);
  }

  int readPlain(ByteBuffer dst) throws IOException {
    return super.read(dst);
  }

  long readPlain(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return super.read(dsts, offset, length);
  }

  int writePlain(ByteBuffer src, long position) throws IOException {
    return super.write(src, position);
  }

  int writePlain(ByteBuffer src) throws IOException {
    return super.write(src);
  }

  long writePlain(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return super.write(srcs, offset, length);
  }

  void forcePlain(boolean metaData) throws IOException {
    super.force(metaData);
  }

  void truncatePlain(long size) throws IOException {
    var _ = super.truncate(size);
  }

  MemorySegment mapPlain(MapMode mode, long offset, long size, Arena arena) throws IOException {
    return super.map(mode, offset, size, arena);
  }

  void closePlain() throws IOException {
    super.implCloseChannel();
  }
}
