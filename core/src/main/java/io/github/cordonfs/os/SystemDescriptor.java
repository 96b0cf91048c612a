package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file of the operating system that is open, read and written by the calling thread and without a
 * channel: an interrupt has no effect on it, and memory that is bad is an error code. Thread-safe.
 */
@SuppressWarnings("restricted")
public final class SystemDescriptor {

  /** The memory that was to be read to is bad, or none. */
  public static final int EFAULT = Errno.EFAULT;

  /** The file system cannot do it. */
  public static final int UNSUPPORTED = 95; // EOPNOTSUPP

  /** Somebody else has the lock. */
  public static final int TAKEN = 11; // EAGAIN

  private static final int EINTR = 4;
  private static final int EACCES = 13;
  private static final int O_RDWR = 2;

  /** FALLOC_FL_PUNCH_HOLE and FALLOC_FL_KEEP_SIZE. */
  private static final int PUNCH_HOLE = 2 | 1;

  private static final int SYNC_FILE_RANGE_WRITE = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;

  // Locks of an open file description: those of a process are gone when it closes any descriptor of
  // the file.
  private static final int F_OFD_SETLK = 37;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /** The kernel's struct flock: kind and whence, padding, start, length, process. */
  private static final long FLOCK_BYTES = 32;

  private static final long FLOCK_START = 8;
  private static final long FLOCK_LENGTH = 16;

  // ARM has other values for these two than x86.
  private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");
  private static final int O_NOFOLLOW = IS_ARM ? 0x8000 : 0x20000;
  private static final int O_DIRECT = IS_ARM ? 0x10000 : 0x4000;

  /** Set when it is closed; the bits below count the reads under way. */
  private static final long CLOSED = 1L << 32;

  /** What {@link #text} reads at most. */
  private static final long LONGEST_TEXT = 256;

  private final AtomicLong holders = new AtomicLong(CLOSED);

  /** Written before {@link #holders} says that it is open. */
  private int fd = -1;

  /** Creates one that is closed. */
  public SystemDescriptor() {}

  /** Calls to the system; made when the first file is opened. */
  private static final class Calls {
    static final MethodHandle OPEN =
        Linux.call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle PREAD =
        Linux.call(
            "pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    static final MethodHandle PWRITE =
        Linux.call(
            "pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    static final MethodHandle FTRUNCATE =
        Linux.call("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    static final MethodHandle FALLOCATE =
        Linux.call(
            "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle FSYNC =
        Linux.call("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    static final MethodHandle FDATASYNC =
        Linux.call("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    static final MethodHandle SYNC_FILE_RANGE =
        Linux.call(
            "sync_file_range",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    static final MethodHandle FCNTL =
        Linux.call("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    static final MethodHandle STRERROR =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
                FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Calls() {}
  }

  /** Where the system leaves its error codes: one for each thread, made once. */
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linux.CALL_STATE));

  /** Returns whether files can be read in this way here. */
  public static boolean isPossible() {
    return Platform.notLinux() == null;
  }

  /**
   * Opens a regular file; a symbolic link is not followed. Once.
   *
   * @param path its name, as bytes
   * @param writable whether for writing, too
   * @param direct whether only for whole blocks, round the cache of the system
   * @return 0 or the errno
   */
  public int open(byte[] path, boolean writable, boolean direct) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(path.length + 1L);
      SegmentCopy.copy(MemorySegment.ofArray(path), 0, name, 0, path.length);
      MemorySegment state = STATE.get();
      // Without waiting, should it have become a pipe meanwhile.
      int flags =
          O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (writable ? O_RDWR : 0) | (direct ? O_DIRECT : 0);
      int opened = (int) Calls.OPEN.invokeExact(state, name, flags);
      if (opened < 0) {
        return Linux.errno(state);
      }
      fd = opened;
      holders.set(0);
      return 0;
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  /** Keeps it open until {@link #letGo}; false if it is closed. */
  public boolean hold() {
    long before;
    do {
      before = holders.get();
      if (before >= CLOSED) {
        return false;
      }
    } while (!holders.compareAndSet(before, before + 1));
    return true;
  }

  /** Ends what {@link #hold} began. */
  public void letGo() {
    if (holders.decrementAndGet() == CLOSED) {
      Linux.close(fd);
    }
  }

  /** Returns a path under which the process finds the open file. While it is held. */
  public String path() {
    return "/proc/self/fd/" + fd;
  }

  /**
   * Reads. While it is held.
   *
   * @param target native memory, or on the heap
   * @return how many bytes, 0 at the end of the file, or an errno, negative
   */
  public long read(long position, MemorySegment target) {
    try {
      if (target.isNative()) {
        return pread(position, target);
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocate(target.byteSize());
        long read = pread(position, bytes);
        if (read > 0) {
          SegmentCopy.copy(bytes, 0, target, 0, read);
        }
        return read;
      }
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  private long pread(long position, MemorySegment target) throws Throwable {
    MemorySegment state = STATE.get();
    while (true) {
      long read = (long) Calls.PREAD.invokeExact(state, fd, target, target.byteSize(), position);
      if (read >= 0) {
        return read;
      }
      int errno = Linux.errno(state);
      if (errno != EINTR) {
        return -errno;
      }
    }
  }

  /**
   * Writes. While it is held.
   *
   * @param source native memory, or on the heap
   * @return how many bytes, or an errno, negative
   */
  public long write(long position, MemorySegment source) {
    try {
      if (source.isNative()) {
        return pwrite(position, source);
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocate(source.byteSize());
        SegmentCopy.copy(source, 0, bytes, 0, source.byteSize());
        return pwrite(position, bytes);
      }
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  private long pwrite(long position, MemorySegment source) throws Throwable {
    MemorySegment state = STATE.get();
    while (true) {
      long written =
          (long) Calls.PWRITE.invokeExact(state, fd, source, source.byteSize(), position);
      if (written >= 0) {
        return written;
      }
      int errno = Linux.errno(state);
      if (errno != EINTR) {
        return -errno;
      }
    }
  }

  /**
   * Sets the length of the file. While it is held.
   *
   * @return 0 or the errno
   */
  public int truncate(long size) {
    return uninterrupted(state -> (int) Calls.FTRUNCATE.invokeExact(state, fd, size));
  }

  /**
   * Gives the space of a range back, which reads as zeros then; the length stays. While it is held.
   *
   * @return 0, or {@link #UNSUPPORTED} if the file system has no holes, or another errno
   */
  public int punch(long position, long length) {
    return uninterrupted(
        state -> (int) Calls.FALLOCATE.invokeExact(state, fd, PUNCH_HOLE, position, length));
  }

  /**
   * Has the system begin to write to the disk what it has of a range. An error is not told here: it
   * is one of the next {@link #force}. While it is held.
   */
  public void startForce(long position, long length) {
    try {
      var _ =
          (int)
              Calls.SYNC_FILE_RANGE.invokeExact(
                  STATE.get(), fd, position, length, SYNC_FILE_RANGE_WRITE);
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  /**
   * Makes what was written durable. While it is held.
   *
   * @param metadata whether the times of the file, too
   * @return 0 or the errno
   */
  public int force(boolean metadata) {
    return uninterrupted(state ->
        metadata
            ? (int) Calls.FSYNC.invokeExact(state, fd)
            : (int) Calls.FDATASYNC.invokeExact(state, fd));
  }

  private interface Call {
    /** Returns 0, or another number with the errno in the state. */
    int make(MemorySegment state) throws Throwable;
  }

  /** Makes a call, again if a signal broke it off; returns 0 or the errno. */
  private static int uninterrupted(Call call) {
    try {
      MemorySegment state = STATE.get();
      while (true) {
        if (call.make(state) == 0) {
          return 0;
        }
        int errno = Linux.errno(state);
        if (errno != EINTR) {
          return errno;
        }
      }
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  /**
   * Locks a range against whoever has the file open otherwise, in this process or another, without
   * waiting. While it is held.
   *
   * @param length in bytes; 0 means up to the end, however far it moves
   * @return 0, or {@link #TAKEN} if somebody else has it, or another errno
   */
  public int lock(long position, long length, boolean shared) {
    int errno = setLock(shared ? F_RDLCK : F_WRLCK, position, length);
    return errno == EACCES ? TAKEN : errno;
  }

  /** As {@link #lock}: gives a range back. */
  public int unlock(long position, long length) {
    return setLock(F_UNLCK, position, length);
  }

  private int setLock(short kind, long position, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flock = arena.allocate(FLOCK_BYTES, Long.BYTES);
      flock.set(JAVA_SHORT, 0, kind);
      flock.set(JAVA_LONG, FLOCK_START, position);
      flock.set(JAVA_LONG, FLOCK_LENGTH, length);
      return uninterrupted(state -> (int) Calls.FCNTL.invokeExact(state, fd, F_OFD_SETLK, flock));
    }
  }

  /** Closes it when no read is under way any more. Idempotent. */
  public void close() {
    long before;
    do {
      before = holders.get();
      if (before >= CLOSED) {
        return;
      }
    } while (!holders.compareAndSet(before, before | CLOSED));
    if (before == 0) {
      Linux.close(fd);
    }
  }

  /** Returns the system's text for an error code. */
  public static String text(int errno) {
    try {
      MemorySegment text = (MemorySegment) Calls.STRERROR.invokeExact(errno);
      return text.reinterpret(LONGEST_TEXT).getString(0);
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }
}
