package io.github.cordonfs.nio.channel;

import io.github.cordonfs.AccessAdvice;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CollapseReport;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.SpaceCollapse;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.error.SpaceErrors;
import io.github.cordonfs.nio.mapping.FileMapping;
import io.github.cordonfs.nio.mapping.ParallelLines;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open regular file: all of a channel that has nothing to do with its position. Knows whether an
 * operation may begin, and what to throw if it may not or went wrong; both are told apart only
 * after something is amiss.
 */
abstract sealed class AbstractFileChannel extends CordonFileChannel
    implements OpenResources.ClosedByOthers permits CordonChannel {

  private static final Set<MapMode> MODES =
      Set.of(MapMode.READ_ONLY, MapMode.READ_WRITE, MapMode.PRIVATE);

  private final ChannelContext context;
  private final CordonPath path;
  final RegularFile file;
  final AddressSpace space;
  private final boolean readable;
  private final boolean writable;
  final boolean append;
  private final boolean deleteOnClose;
  private final boolean closeOnInterrupt;

  /** Whether everything was given back. Guarded by this object's monitor. */
  private boolean finished;

  /** Whether the file knows that this does not write any more. Guarded by this object's monitor. */
  private boolean writerClosed;

  private final int hash = OpenResources.newHash();

  /** Whose locks are of this channel, too: what is an asynchronous one for the JDK. */
  private volatile @Nullable Channel front;

  /** The monitor of {@link #errorsTold}. */
  private final Object forced = new Object();

  /** Errors of a store that this channel was told of, or that were there before it. */
  private int errorsTold;

  /** Takes over the caller's reference to the file. */
  AbstractFileChannel(
      ChannelContext context,
      CordonPath path,
      RegularFile file,
      OpenMode mode,
      boolean closeOnInterrupt) {
    this.context = context;
    this.path = path;
    this.file = file;
    this.space = file.space();
    this.readable = mode.read();
    this.writable = mode.write();
    this.append = mode.append();
    this.deleteOnClose = mode.deleteOnClose();
    this.closeOnInterrupt = closeOnInterrupt;
  }

  @Override
  public long size() throws IOException {
    checkUsable();
    return checkedSize();
  }

  final long checkedSize() throws IOException {
    long size = space.size();
    if (size == 0 && !context.isOpen()) {
      // Not empty: gone with the file system, which was closed after the check of the channel.
      throw new ClosedFileSystemException();
    }
    return size;
  }

  /** Of a file in memory succeeds: there is nothing to write to (contract row A8). */
  @Override
  public void force(boolean metaData) throws IOException {
    checkUsable();
    if (!space.isBacked()) {
      return;
    }
    synchronized (forced) {
      try {
        errorsTold = space.force(metaData, errorsTold);
      } catch (IOException e) {
        errorsTold = space.errorsToTell();
        throw e;
      }
    }
  }

  @Override
  public void punchHole(long offset, long length) throws IOException {
    StackProbe.touch();
    ByteRange range = new ByteRange(offset, length);
    checkWritable();
    if (range.length() > 0) {
      int code = space.punch(offset, length);
      check(code, code == AddressSpace.POISONED ? firstBad(range) : offset);
      file.markModified();
    }
  }

  /** Returns where the first bad page of a range is, or the range, if it has none any more. */
  private long firstBad(ByteRange range) {
    for (ByteRange bad : space.badRanges()) {
      if (bad.end() > range.offset() && bad.offset() < range.end()) {
        return Math.max(bad.offset(), range.offset());
      }
    }
    return range.offset();
  }

  @Override
  public void setSize(long size) throws IOException {
    StackProbe.touch();
    if (size < 0) {
      throw negative("size", size);
    }
    checkWritable();
    check(space.truncate(size), size);
    file.markModified();
  }

  @Override
  public CollapseReport collapse(long offset, long length) throws IOException {
    StackProbe.touch();
    ByteRange range = new ByteRange(offset, length);
    checkWritable();
    CollapseReport report = SpaceCollapse.collapse(space, range.offset(), range.length());
    reports();
    return report;
  }

  @Override
  public long poisonEpoch() throws IOException {
    checkUsable();
    return space.poisonEpoch();
  }

  @Override
  public void allocate(long offset, long length, boolean keepSize) throws IOException {
    StackProbe.touch();
    ByteRange range = new ByteRange(offset, length);
    if (range.length() == 0) {
      throw new IllegalArgumentException("length must be at least 1");
    }
    checkWritable();
    check(space.allocate(offset, length, keepSize), offset);
    file.markModified();
  }

  @Override
  public long seekData(long offset) throws IOException {
    if (offset < 0) {
      throw negative("offset", offset);
    }
    checkUsable();
    return checkedSize() == 0 ? -1 : space.seekData(offset);
  }

  @Override
  public long seekHole(long offset) throws IOException {
    if (offset < 0) {
      throw negative("offset", offset);
    }
    checkUsable();
    return checkedSize() == 0 ? -1 : space.seekHole(offset);
  }

  @Override
  public void advise(AccessAdvice advice, long offset, long length) throws IOException {
    StackProbe.touch();
    Objects.requireNonNull(advice, "advice");
    ByteRange range = new ByteRange(offset, length);
    checkUsable();
    space.advise(advice, range.offset(), length == 0 ? Long.MAX_VALUE - offset : length);
    reports();
  }

  @Override
  public List<ByteRange> badRanges() throws IOException {
    StackProbe.touch();
    checkUsable();
    space.rememberLoss();
    return space.badRanges();
  }

  @Override
  public List<ByteRange> clearPoison(long offset, long length) throws IOException {
    StackProbe.touch();
    ByteRange range = new ByteRange(offset, length);
    checkWritable();
    List<ByteRange> cleared = space.clearPoison(range.offset(), range.length());
    if (!cleared.isEmpty()) {
      file.markModified();
    }
    return cleared;
  }

  @Override
  public List<ByteRange> restore(long offset, ByteBuffer content) throws IOException {
    StackProbe.touch();
    Objects.requireNonNull(content, "content");
    ByteRange range = new ByteRange(offset, content.remaining());
    checkWritable();
    MemorySegment bytes = MemorySegment.ofBuffer(content);
    List<ByteRange> restored = new ArrayList<>();
    int code = KeptAlive.call(bytes, () -> space.restore(range, bytes, restored));
    if (code < 0) {
      throw FileErrors.noSpace(path.toString());
    }
    if (!restored.isEmpty()) {
      file.markModified();
    }
    reports();
    return List.copyOf(restored);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    StackProbe.touch();
    try {
      if (shared) {
        checkReadable();
      } else {
        checkWritable();
      }
    } catch (ClosedByInterruptException e) {
      throw (IOException) new FileLockInterruptionException().initCause(e);
    }
    CordonFileLock lock = enter(position, size, shared);
    boolean done = false;
    try {
      LockWait wait = new LockWait();
      while (!lock.take(writable)) {
        wait.pause(this::isOpen);
        checkWaiting();
      }
      requireHeld();
      done = true;
      return lock;
    } finally {
      if (!done) {
        lock.drop();
      }
    }
  }

  /** Does not wait, and so takes no notice of interrupts; null if another process has it. */
  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    StackProbe.touch();
    checkChannelOpen();
    if (shared) {
      requireReadable();
    } else {
      requireWritable();
    }
    CordonFileLock lock = enter(position, size, shared);
    boolean done = false;
    try {
      done = lock.take(writable);
      requireHeld();
      return done ? lock : null;
    } finally {
      if (!done) {
        lock.drop();
      }
    }
  }

  private CordonFileLock enter(long position, long size, boolean shared) throws IOException {
    CordonFileLock lock = context.locks().lock(this, file, position, size, shared);
    if (!isOpen()) {
      // Closed meanwhile, maybe before the lock was there to be removed. The channel's others are
      // given back by whoever closes it, and not before what was written with them is in the store.
      lock.drop();
      throw closed(new ClosedChannelException());
    }
    return lock;
  }

  /** Tells whoever waits for a lock of another process why they do so no longer. */
  private void checkWaiting() throws IOException {
    if (!isOpen()) {
      throw closed(new AsynchronousCloseException());
    }
    if (Thread.currentThread().isInterrupted()) {
      if (closeOnInterrupt) {
        close();
      }
      throw new FileLockInterruptionException();
    }
  }

  /** A lock of a channel that was closed while it was taken is none. */
  private void requireHeld() throws IOException {
    if (!isOpen()) {
      throw closed(new AsynchronousCloseException());
    }
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    StackProbe.touch();
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a buffer cannot hold " + size + " bytes");
    }
    if (ParallelLines.isMapping()) {
      checkReadable();
      return ParallelLines.buffer(
          new FileMapping(file, path.toString(), path.getFileSystem()), position, size);
    }
    return (MappedByteBuffer) map(mode, position, size, Arena.ofAuto()).asByteBuffer();
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    StackProbe.touch();
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(arena, "arena");
    ByteRange range = new ByteRange(offset, size);
    if (!MODES.contains(mode)) {
      throw new UnsupportedOperationException("mapping mode " + mode);
    }
    checkReadable();
    if (!mode.equals(MapMode.READ_ONLY)) {
      checkWritable();
    }
    if (mode.equals(MapMode.READ_WRITE) && !space.isMappableForWriting()) {
      throw new UnsupportedOperationException(
          "a file of a mount cannot be mapped for writing without option writableMappings=true: "
              + "MappedByteBuffer.force() cannot reach the disk, Cordon.force(buffer) does");
    }
    FileMapping mapping = new FileMapping(file, path.toString(), path.getFileSystem());
    MemorySegment segment = mapping.map(mode, range.offset(), range.length(), arena, writable);
    if (mode.equals(MapMode.READ_WRITE)) {
      file.markModified();
    }
    file.markAccessed();
    reports();
    return segment;
  }

  /** Tells listeners what this channel met with locks held. */
  final void reports() {
    context.deliverReports();
  }

  /** Has the locks of another channel, which is closed with this one, go with it. */
  final void hasFront(Channel other) {
    front = other;
  }

  @Override
  protected void implCloseChannel() throws IOException {
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
  public final synchronized void finishClosing() throws IOException {
    StackProbe.touch();
    if (finished) {
      return;
    }
    Channel other = front;
    IOException notWritten = null;
    try {
      context.locks().writeBack(this);
      if (other != null) {
        context.locks().writeBack(other);
      }
    } catch (IOException e) {
      notWritten = e;
    }
    try {
      if (writable && !writerClosed) {
        writerClosed = true;
        space.writerClosed();
      }
    } catch (IOException e) {
      notWritten = e;
    }
    // Not before: whoever gets a lock next, in whatever process, sees what was written with it.
    context.locks().removeAll(file, this);
    if (other != null) {
      context.locks().removeAll(file, other);
    }
    try {
      if (deleteOnClose && context.isOpen()) {
        var _ = context.tree().deleteIfNames(path.toPathName(), file);
      }
    } catch (FileSystemException | ClosedFileSystemException _) {
      // The path does not lead here any more: it was moved or deleted. DELETE_ON_CLOSE is
      // a best effort.
    }
    abandon();
    if (notWritten != null) {
      throw notWritten;
    }
  }

  /** Gives everything back that a channel holds which was never handed out. Allocates nothing. */
  final synchronized void abandon() {
    if (!finished) {
      finished = true;
      try {
        context.resources().remove(this);
      } finally {
        file.release();
      }
    }
  }

  /** Throws the exception for a code; declared to return so that callers can {@code return} it. */
  int fail(int code, long at) throws IOException {
    if (code == AddressSpace.CLOSED) {
      throw closed(new AsynchronousCloseException());
    }
    throw SpaceErrors.of(code, path.toString(), space, at);
  }

  void check(int code, long at) throws IOException {
    reports();
    if (code < 0) {
      fail(code, at);
    }
  }

  /** Returns whether it can be read now; {@link #checkReadable} says why not. */
  final boolean mayRead() {
    return readable && isOpen() && !(closeOnInterrupt && Thread.currentThread().isInterrupted());
  }

  /** Returns whether it can be written now; {@link #checkWritable} says why not. */
  final boolean mayWrite() {
    return writable && isOpen() && !(closeOnInterrupt && Thread.currentThread().isInterrupted());
  }

  void checkReadable() throws IOException {
    if (!mayRead()) {
      checkChannelOpen();
      requireReadable();
      checkUsable();
    }
  }

  void checkWritable() throws IOException {
    if (!mayWrite()) {
      checkChannelOpen();
      requireWritable();
      checkUsable();
    }
  }

  final void checkChannelOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw closed(new ClosedChannelException());
    }
  }

  /** Tells whether an operation begun by an interrupted thread closes it. */
  final boolean closesOnInterrupt() {
    return closeOnInterrupt;
  }

  /** Checks that the channel is open, interrupted or not. */
  final void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw closed(new ClosedChannelException());
    }
  }

  /** Checks what it was opened for, whether it is open or not. */
  final void requireReadable() {
    if (!readable) {
      throw new NonReadableChannelException();
    }
  }

  final boolean isWritable() {
    return writable;
  }

  final void requireWritable() {
    if (!writable) {
      throw new NonWritableChannelException();
    }
  }

  /** Checks that the channel is open and the interrupt policy lets the thread go on. */
  void checkUsable() throws IOException {
    checkChannelOpen();
    if (closeOnInterrupt && Thread.currentThread().isInterrupted()) {
      close();
      throw new ClosedByInterruptException();
    }
  }

  /** The file system being closed is the more telling news, and closes its channels. */
  private ClosedChannelException closed(ClosedChannelException otherwise) {
    if (!context.isOpen()) {
      throw new ClosedFileSystemException();
    }
    return otherwise;
  }

  static IllegalArgumentException negative(String what, long value) {
    return new IllegalArgumentException("negative " + what + ": " + value);
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "channel of " + path;
  }
}
