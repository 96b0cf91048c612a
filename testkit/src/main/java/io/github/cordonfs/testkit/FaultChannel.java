package io.github.cordonfs.testkit;

import io.github.cordonfs.hook.Change;
import io.github.cordonfs.hook.ChannelFront;
import io.github.cordonfs.testkit.OperationObserver.Force;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open file or directory whose operations pass the rules. The position is that of the channel
 * below.
 */
final class FaultChannel extends FileChannel implements ChannelFront {

  private final FaultState state;
  private final Faults faults;

  /** Of the file system that does the work. */
  private final Path path;

  private final FileChannel below;
  private final boolean append;
  private final boolean synchronous;
  private final boolean deletedOnClose;

  /** Identifies the file for the observer; null if there was none when it was opened. */
  private final @Nullable Object key;

  /** Where it is, if it is a directory. */
  private final @Nullable Path directory;

  /** Makes a relative transfer and the choice of the rules one step. */
  private final Object positionLock = new Object();

  FaultChannel(
      FaultState state,
      Path path,
      FileChannel below,
      Set<? extends OpenOption> options,
      @Nullable Object key,
      @Nullable Path directory) {
    this.state = state;
    this.path = path;
    this.faults = state.faults();
    this.below = below;
    this.append = options.contains(StandardOpenOption.APPEND);
    this.synchronous =
        options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC);
    this.deletedOnClose = options.contains(StandardOpenOption.DELETE_ON_CLOSE);
    this.key = key;
    this.directory = directory;
  }

  @Override
  public FileChannel channel() {
    return this;
  }

  @Override
  public void beforeLock(long position) throws IOException {
    check(FileOp.LOCK, position);
  }

  @Override
  public void change(long offset, long length, Change change) throws IOException {
    FileOp op = length == 0 ? FileOp.TRUNCATE : FileOp.WRITE;
    if (faults.before(op, path, offset, length) instanceof FaultAction.Fail(Errno errno)) {
      throw errno.onChannel(op);
    }
    if (key == null) {
      change.make();
    } else {
      state.inOrder(() -> {
        ContentChange.make(state, key, path, below, offset, length, change);
        return null;
      });
    }
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (!faults.isArmed()) {
      return below.read(dst);
    }
    synchronized (positionLock) {
      long at = below.position();
      FaultAction action = faults.before(FileOp.READ, path, at, dst.remaining());
      return action == null ? below.read(dst) : Transfers.read(action, below, dst, at, true);
    }
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    if (!faults.isArmed()) {
      return below.read(dst, position);
    }
    FaultAction action = faults.before(FileOp.READ, path, position, dst.remaining());
    return action == null
        ? below.read(dst, position)
        : Transfers.read(action, below, dst, position, false);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    if (!faults.isArmed()) {
      return below.read(dsts, offset, length);
    }
    Objects.checkFromIndexSize(offset, length, dsts.length);
    ByteBuffer all = ByteBuffer.allocate(Transfers.remaining(dsts, offset, length));
    int read = read(all);
    all.flip();
    for (int i = offset; i < offset + length && all.hasRemaining(); i++) {
      int n = Math.min(all.remaining(), dsts[i].remaining());
      dsts[i].put(all.slice(all.position(), n));
      all.position(all.position() + n);
    }
    return read;
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    if (isPlain()) {
      return below.write(src);
    }
    synchronized (positionLock) {
      return write(src, true, 0);
    }
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("Negative position");
    }
    if (isPlain()) {
      return below.write(src, position);
    }
    return write(src, false, position);
  }

  private boolean reverts() {
    return faults.failedForce() == FailedForce.CONTENT_REVERTS;
  }

  /** Whether nobody wants to know of writes, and no rule may choose one. */
  private boolean isPlain() {
    return key == null && !faults.isArmed();
  }

  private int write(ByteBuffer src, boolean relative, long position) throws IOException {
    return key == null
        ? writeNow(src, relative, position)
        : state.inOrder(() -> writeNow(src, relative, position));
  }

  private int writeNow(ByteBuffer src, boolean relative, long position) throws IOException {
    long at = append ? below.size() : relative ? below.position() : position;
    FaultAction action = faults.before(FileOp.WRITE, path, at, src.remaining());
    OperationObserver observer = key == null ? null : state.observer();
    if (key != null && reverts() && src.hasRemaining()) {
      state.unforced().changing(key, path, at, src.remaining());
    }
    if (observer == null && action == null) {
      return relative ? below.write(src) : below.write(src, position);
    }
    Transfers.Written written = Transfers.write(action, below, src, at, relative);
    if (observer != null && key != null && written.stored().length > 0) {
      observer.written(key, at, written.stored());
      if (synchronous) {
        observer.forced(key, Force.DONE, CallSite.ofCaller());
      }
    }
    return written.orThrow();
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    if (isPlain()) {
      return below.write(srcs, offset, length);
    }
    Objects.checkFromIndexSize(offset, length, srcs.length);
    ByteBuffer all = ByteBuffer.allocate(Transfers.remaining(srcs, offset, length));
    for (int i = offset; i < offset + length; i++) {
      all.put(srcs[i].duplicate());
    }
    int written = write(all.flip());
    int left = written;
    for (int i = offset; i < offset + length && left > 0; i++) {
      int n = Math.min(left, srcs[i].remaining());
      srcs[i].position(srcs[i].position() + n);
      left -= n;
    }
    return written;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (key == null) {
      forceNow(metaData);
    } else {
      state.inOrder(() -> {
        forceNow(metaData);
        return null;
      });
    }
  }

  private void forceNow(boolean metaData) throws IOException {
    FaultAction action = faults.before(FileOp.FORCE, path, 0, 0);
    if (action instanceof FaultAction.Fail(Errno errno)) {
      forceFailed();
      throw errno.onChannel(FileOp.FORCE);
    }
    if (!(action instanceof FaultAction.Lie)) {
      below.force(metaData);
      if (key != null) {
        state.unforced().forced(key);
      }
    }
    tellForced(action instanceof FaultAction.Lie ? Force.LIED : Force.DONE);
  }

  private void forceFailed() throws IOException {
    switch (faults.failedForce()) {
      case CONTENT_COUNTS_AS_WRITTEN -> tellForced(Force.FAILED);
      case CONTENT_STAYS_DIRTY -> tellForced(Force.FAILED_DIRTY);
      case CONTENT_REVERTS -> {
        if (key != null && directory == null) {
          state.unforced().revert(key, state.observer());
          // What is there now is what is on the disk.
          tellForced(Force.DONE);
        }
      }
    }
  }

  private void tellForced(Force result) {
    OperationObserver observer = state.observer();
    if (observer == null || key == null) {
      return;
    }
    if (directory == null) {
      observer.forced(key, result, CallSite.ofCaller());
    } else {
      observer.directoryForced(directory, result, CallSite.ofCaller());
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    check(FileOp.TRUNCATE, size);
    if (key == null) {
      below.truncate(size);
      return this;
    }
    return state.inOrder(() -> {
      boolean shorter = size < below.size();
      if (shorter && reverts()) {
        state.unforced().changing(key, path, size, below.size() - size);
      }
      below.truncate(size);
      OperationObserver observer = state.observer();
      if (observer != null && shorter) {
        observer.truncated(key, size);
      }
      return this;
    });
  }

  @Override
  public long position() throws IOException {
    return below.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    below.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return below.size();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return Transfers.to(this, position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel src, long position, long count) throws IOException {
    return Transfers.from(this, src, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    check(FileOp.MAP, position);
    MappedByteBuffer buffer = below.map(mode, position, size);
    tellMapped(mode);
    return buffer;
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    check(FileOp.MAP, offset);
    MemorySegment segment = below.map(mode, offset, size, arena);
    tellMapped(mode);
    return segment;
  }

  private void tellMapped(MapMode mode) throws IOException {
    if (key != null && mode.equals(MapMode.READ_WRITE)) {
      state.inOrder(() -> {
        OperationObserver observer = state.observer();
        if (observer != null) {
          observer.mappedWritable(key, path);
        }
        return null;
      });
    }
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    check(FileOp.LOCK, position);
    return new FaultLock(this, below.lock(position, size, shared));
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    check(FileOp.LOCK, position);
    FileLock lock = below.tryLock(position, size, shared);
    return lock == null ? null : new FaultLock(this, lock);
  }

  private void check(FileOp op, long offset) throws IOException {
    if (faults.before(op, path, offset, 0) instanceof FaultAction.Fail(Errno errno)) {
      throw errno.onChannel(op);
    }
  }

  @Override
  protected void implCloseChannel() throws IOException {
    state.closed(this);
    if (!deletedOnClose || key == null) {
      below.close();
      return;
    }
    state.inOrder(() -> {
      Path real = Changes.real(path);
      boolean there = Files.exists(real, LinkOption.NOFOLLOW_LINKS);
      below.close();
      OperationObserver observer = state.observer();
      if (observer != null && there && !Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
        observer.deleted(real);
      }
      return null;
    });
  }
}
