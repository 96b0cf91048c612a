package io.github.cordonfs.backing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file of the operating system that is read and written round the system's own cache, but for
 * what is no whole page: that goes through it. The system keeps the two consistent.
 */
final class DirectFile implements BackingFile {

  private static final long IN_PAGE = 4096 - 1;

  private final SystemFile direct;
  private final SystemFile buffered;

  private DirectFile(SystemFile direct, SystemFile buffered) {
    this.direct = direct;
    this.buffered = buffered;
  }

  /** Opens a file; one whose file system has to keep it in memory is opened as any other. */
  static BackingFile open(Path path, String name, boolean writable) throws IOException {
    SystemFile buffered = SystemFile.open(path, name, writable);
    boolean done = false;
    try {
      SystemFile direct = SystemFile.openDirect(path, name, writable);
      done = true;
      return direct == null ? buffered : new DirectFile(direct, buffered);
    } finally {
      if (!done) {
        buffered.close();
      }
    }
  }

  /** Returns how many bytes can go round the cache: whole pages, or none. */
  private static long wholePages(long position, MemorySegment memory) {
    boolean aligned = memory.isNative() && ((position | memory.address()) & IN_PAGE) == 0;
    return aligned ? memory.byteSize() & ~IN_PAGE : 0;
  }

  @Override
  public BackingVersion version() throws IOException {
    return buffered.version();
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    long whole = wholePages(position, target);
    return whole > 0
        ? direct.read(position, target.asSlice(0, whole))
        : buffered.read(position, target);
  }

  @Override
  public int write(long position, MemorySegment source) throws IOException {
    long whole = wholePages(position, source);
    return whole > 0
        ? direct.write(position, source.asSlice(0, whole))
        : buffered.write(position, source);
  }

  @Override
  public void truncate(long size) throws IOException {
    buffered.truncate(size);
  }

  @Override
  public void punch(long position, long length) throws IOException {
    buffered.punch(position, length);
  }

  @Override
  public boolean tryLock(long position, long length, boolean shared) throws IOException {
    return buffered.tryLock(position, length, shared);
  }

  @Override
  public void unlock(long position, long length) throws IOException {
    buffered.unlock(position, length);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    buffered.force(metadata);
  }

  @Override
  public boolean readsBySystemCall() {
    return true;
  }

  @Override
  public void close() {
    direct.close();
    buffered.close();
  }
}
