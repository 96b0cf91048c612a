package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The Linux calls that Cordon makes. Loading this class links them: ask {@link Platform#notLinux}
 * first. Thread-safe.
 *
 * <p>Constants are those of the generic Linux ABI, the same on x86-64 and arm64.
 */
// Native code is what this class is for; applications allow it with --enable-native-access.
@SuppressWarnings("restricted")
public final class Linux {

  /** Instead of an address. */
  public static final long REFUSED = -1;

  /** Keep this mapping out of core dumps: madvise(2). */
  public static final int MADV_DONTDUMP = 16;

  /** Put a populated range into huge pages now: madvise(2), Linux 6.1. */
  public static final int MADV_COLLAPSE = 25;

  /** Fault a range in for reading, and say what is wrong with it: madvise(2), Linux 5.14. */
  public static final int MADV_POPULATE_READ = 22;

  /** Fault a range in for writing: madvise(2), Linux 5.14. */
  public static final int MADV_POPULATE_WRITE = 23;

  private static final int O_CLOEXEC = 0x80000;
  private static final int PROT_NONE = 0;
  private static final int PROT_READ = 1;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_NOEXEC_SEAL = 8;
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int FALLOC_FL_PUNCH_HOLE = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

  /**
   * How all functions are called, whatever of it they take and return. The first call of each other
   * kind would have the linker generate classes for it, which takes as long as all else that is
   * linked. Integers are passed in registers, six at most, of which a function looks at those, and
   * at the part of them, that it has arguments for; of an {@code int} that it returns, the upper
   * half of the register is anything.
   */
  private static final FunctionDescriptor WORDS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle MEMFD_CREATE = call("memfd_create");
  private static final MethodHandle MMAP = call("mmap");
  private static final MethodHandle OPEN = call("open");
  private static final MethodHandle PREAD = call("pread");
  private static final MethodHandle FTRUNCATE = call("ftruncate");
  private static final MethodHandle MUNMAP = call("munmap");
  private static final MethodHandle MADVISE = call("madvise");
  private static final MethodHandle FALLOCATE = call("fallocate");

  // Without the error number, and so without an allocation: giving back must not need heap.
  private static final MethodHandle MMAP_BARE = bare("mmap");
  private static final MethodHandle MUNMAP_BARE = bare("munmap");
  private static final MethodHandle CLOSE_BARE = bare("close");
  private static final MethodHandle FALLOCATE_BARE = bare("fallocate");

  /** A trivial function of libc: what matters is the transition to native code and back. */
  private static final MethodHandle TRANSITION =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("getpagesize"), FunctionDescriptor.of(JAVA_INT));

  private Linux() {}

  /**
   * Links a function of up to six integers and addresses, to be called with a {@link #CALL_STATE}
   * and six words.
   */
  static MethodHandle call(String name) {
    return call(name, WORDS);
  }

  /** Links a function of another kind, to be called with a {@link #CALL_STATE}. */
  static MethodHandle call(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle bare(String name) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), WORDS);
  }

  /** Returns the size of a page in bytes. */
  static int pageSize() {
    try {
      return (int) TRANSITION.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Makes an error of the preceding memory accesses of this thread precise. HotSpot delivers the
   * InternalError for a SIGBUS late, at the next transition; this call is one (about 7 ns). It
   * throws that error here, inside the caller's try block, and not in an unrelated frame
   * afterwards.
   *
   * @throws InternalError if an access before it hit bad memory, of the pool or not
   */
  public static void barrier() {
    try {
      int ignored = (int) TRANSITION.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Creates an anonymous file in memory.
   *
   * @param name shown in /proc
   * @return its file descriptor
   * @throws IOException with the errno
   */
  public static int memfdCreate(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long cName = arena.allocateFrom(name).address();
      int fd = memfdCreate(state, cName, MFD_CLOEXEC | MFD_NOEXEC_SEAL);
      if (fd < 0 && errno(state) == Errno.EINVAL) {
        // Linux before 6.3 does not know MFD_NOEXEC_SEAL.
        fd = memfdCreate(state, cName, MFD_CLOEXEC);
      }
      if (fd < 0) {
        throw Errno.failed("memfd_create", errno(state));
      }
      return fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int memfdCreate(MemorySegment state, long name, long flags) throws Throwable {
    return (int) (long) MEMFD_CREATE.invokeExact(state, name, flags, 0L, 0L, 0L, 0L);
  }

  /**
   * Reserves address space without memory behind it.
   *
   * @param length in bytes
   * @return the address
   * @throws IOException with the errno
   */
  public static long reserve(long length) throws IOException {
    return map(0, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  }

  /**
   * Maps a file, shared, over a range the caller has reserved.
   *
   * @param address inside a live reservation
   * @param length in bytes
   * @param fd the file, mapped from its beginning
   * @throws IOException with the errno
   */
  public static void mapOver(long address, long length, int fd) throws IOException {
    map(address, length, PROT_READ_WRITE, MAP_SHARED | MAP_FIXED | MAP_NORESERVE, fd);
  }

  private static long map(long address, long length, int protection, int flags, int fd)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long result =
          (long)
              MMAP.invokeExact(
                  state, address, length, (long) protection, (long) flags, (long) fd, 0L);
      if (result == -1) {
        throw Errno.failed("mmap of " + length + " bytes", errno(state));
      }
      return result;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Lays a part of a file over a range that the caller has mapped, in one step: an access finds the
   * old page or the new one. Allocates nothing.
   *
   * @param address inside a live mapping of the caller's, a multiple of 4096
   * @param length in bytes
   * @param fd the file; an access beyond its size faults
   * @param offset in the file, a multiple of 4096
   * @return false if the kernel refuses, for want of memory or of mappings (vm.max_map_count)
   */
  public static boolean overlay(long address, long length, int fd, long offset, boolean writable) {
    return overlay(
        address,
        length,
        writable ? PROT_READ_WRITE : PROT_READ,
        MAP_SHARED | MAP_FIXED | MAP_NORESERVE,
        fd,
        offset);
  }

  /**
   * Lays zeros that can only be read over a range that the caller has mapped; they take no memory.
   * Allocates nothing.
   *
   * @return false if the kernel refuses, as {@link #overlay}
   */
  public static boolean overlayZeros(long address, long length) {
    return overlay(address, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  }

  private static boolean overlay(
      long address, long length, int protection, int flags, int fd, long offset) {
    return mapBare(address, length, protection, flags, fd, offset) == address;
  }

  private static long mapBare(
      long address, long length, int protection, int flags, int fd, long offset) {
    try {
      return (long)
          MMAP_BARE.invokeExact(
              address, length, (long) protection, (long) flags, (long) fd, offset);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Maps the beginning of a file, shared, to be read, wherever there is room.
   *
   * @param length in bytes
   * @return the address, or {@link #REFUSED}
   */
  public static long mapForReading(long length, int fd) {
    return mapBare(0, length, PROT_READ, MAP_SHARED | MAP_NORESERVE, fd, 0);
  }

  /**
   * Maps a part of a file, shared, to be read, wherever there is room.
   *
   * @param offset in the file, a multiple of 4096
   * @param length in bytes
   * @return the address, or {@link #REFUSED}
   */
  static long mapForReading(int fd, long offset, long length) {
    return mapBare(0, length, PROT_READ, MAP_SHARED | MAP_NORESERVE, fd, offset);
  }

  /** Unmaps a range that the caller has mapped as one. Allocates nothing. */
  public static void release(long address, long length) {
    try {
      long ignored = (long) MUNMAP_BARE.invokeExact(address, length, 0L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Sets the size of a file.
   *
   * @throws IOException with the errno
   */
  public static void setSize(int fd, long size) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      if ((int) (long) FTRUNCATE.invokeExact(state, (long) fd, size, 0L, 0L, 0L, 0L) != 0) {
        throw Errno.failed("ftruncate to " + size, errno(state));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Opens a file to be read.
   *
   * @return the descriptor, or -1
   */
  static int open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long cPath = arena.allocateFrom(path).address();
      return (int) (long) OPEN.invokeExact(state, cPath, (long) O_CLOEXEC, 0L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Reads 8 bytes of a file, without a lock or a position.
   *
   * @return the number in them, in the machine's byte order; 0 if they cannot be read
   */
  static long readLong(int fd, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment value = arena.allocate(JAVA_LONG);
      long read =
          (long)
              PREAD.invokeExact(
                  state, (long) fd, value.address(), (long) Long.BYTES, offset, 0L, 0L);
      return read == Long.BYTES ? value.get(JAVA_LONG, 0) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Unmaps a range.
   *
   * @return 0 or the errno
   */
  public static int unmap(long address, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int result = (int) (long) MUNMAP.invokeExact(state, address, length, 0L, 0L, 0L, 0L);
      return result == 0 ? 0 : errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * madvise(2).
   *
   * @return 0 or the errno
   */
  public static int advise(long address, long length, int advice) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int result =
          (int) (long) MADVISE.invokeExact(state, address, length, (long) advice, 0L, 0L, 0L);
      return result == 0 ? 0 : errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Takes memory for a range of a file now, so that touching it cannot fail.
   *
   * @return 0 or the errno, {@link Errno#ENOSPC} or another
   */
  public static int populate(int fd, long offset, long length) {
    return fallocate(fd, 0, offset, length);
  }

  /**
   * Gives the memory of a range of a file back; it reads as zeros. Allocates nothing.
   *
   * @return 0, or another number if the kernel refuses
   */
  public static int punchHole(int fd, long offset, long length) {
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    try {
      return (int)
          (long) FALLOCATE_BARE.invokeExact((long) fd, (long) mode, offset, length, 0L, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int fallocate(int fd, int mode, long offset, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int result =
          (int) (long) FALLOCATE.invokeExact(state, (long) fd, (long) mode, offset, length, 0L, 0L);
      return result == 0 ? 0 : errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Closes a file descriptor. Allocates nothing. */
  public static void close(int fd) {
    try {
      long ignored = (long) CLOSE_BARE.invokeExact((long) fd, 0L, 0L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int errno(MemorySegment state) {
    return state.get(JAVA_INT, ERRNO);
  }

  /** Errors pass as they are; a downcall throws no checked exception of its own. */
  static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw new IllegalStateException(e);
  }
}
