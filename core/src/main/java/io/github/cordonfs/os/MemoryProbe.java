package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Finds out, without a signal, whether memory of this process can be read: process_vm_readv(2) on
 * itself, and where that is forbidden MADV_POPULATE_READ. Loading this class links them: ask {@link
 * Platform#notLinux} first. Thread-safe.
 */
public final class MemoryProbe {

  private static final long PAGE_BYTES = 4096;
  private static final long IOVEC_BYTES = 16;

  private static final MethodHandle PROCESS_VM_READV =
      Linux.call(
          "process_vm_readv",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));

  private static final int SELF = (int) ProcessHandle.current().pid();

  private MemoryProbe() {}

  /**
   * Returns how many bytes from an address on can be read: up to the first page that cannot.
   *
   * @param length in bytes, at least 1
   */
  public static long readableBytes(long address, long length) {
    long end = address + length;
    for (long at = address; at < end; at = (at & -PAGE_BYTES) + PAGE_BYTES) {
      if (!isReadable(at)) {
        return at - address;
      }
    }
    return length;
  }

  /** Returns whether the byte at an address, and so its page, can be read. */
  public static boolean isReadable(long address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linux.CALL_STATE);
      MemorySegment local = arena.allocate(IOVEC_BYTES, 8);
      MemorySegment remote = arena.allocate(IOVEC_BYTES, 8);
      local.set(JAVA_LONG, 0, arena.allocate(1).address());
      local.set(JAVA_LONG, 8, 1);
      remote.set(JAVA_LONG, 0, address);
      remote.set(JAVA_LONG, 8, 1);
      long read = (long) PROCESS_VM_READV.invokeExact(state, SELF, local, 1L, remote, 1L, 0L);
      if (read == 1) {
        return true;
      }
      return Linux.errno(state) != Linux.EFAULT && isPopulated(address);
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  private static boolean isPopulated(long address) {
    int errno = Linux.advise(address & -PAGE_BYTES, PAGE_BYTES, Linux.MADV_POPULATE_READ);
    return errno != Linux.EFAULT && errno != Linux.EHWPOISON;
  }
}
