package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

  private static final int EINTR = 4;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NOFOLLOW = 0x20000;
  private static final int O_NONBLOCK = 0x800;

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
    static final MethodHandle FSYNC =
        Linux.call("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    static final MethodHandle FDATASYNC =
        Linux.call("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
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
   * @return 0 or the errno
   */
  public int open(byte[] path, boolean writable) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(path.length + 1L);
      MemorySegment.copy(path, 0, name, JAVA_BYTE, 0, path.length);
      MemorySegment state = STATE.get();
      // Without waiting, should it have become a pipe meanwhile.
      int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (writable ? O_RDWR : 0);
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
          MemorySegment.copy(bytes, 0, target, 0, read);
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
        return pwrite(position, arena.allocate(source.byteSize()).copyFrom(source));
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
    try {
      MemorySegment state = STATE.get();
      while (true) {
        if ((int) Calls.FTRUNCATE.invokeExact(state, fd, size) == 0) {
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
   * Makes what was written durable. While it is held.
   *
   * @param metadata whether the times of the file, too
   * @return 0 or the errno
   */
  public int force(boolean metadata) {
    try {
      MemorySegment state = STATE.get();
      while (true) {
        int result =
            metadata
                ? (int) Calls.FSYNC.invokeExact(state, fd)
                : (int) Calls.FDATASYNC.invokeExact(state, fd);
        if (result == 0) {
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
