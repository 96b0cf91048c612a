package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Finds out, without a signal, whether memory of this process can be read: process_vm_readv(2) on
 * itself, and where that is forbidden MADV_POPULATE_READ. Loading this class links them: ask {@link
 * Platform#notLinux} first. Thread-safe.
 *
 * <p>A mapping says what the kernel did to it, and that may be nothing: of a huge page that it
 * cannot split, because a part of it is in use, the bad page stays readable where it was mapped as
 * one. What the kernel knows of a page shows a mapping that is made now. On the other hand an old
 * mapping may still refuse a page that was exchanged for a good one since. So there are two
 * questions, and memory is good if both answers say so.
 */
public final class MemoryProbe {

  private static final long PAGE_BYTES = 4096;
  private static final long IOVEC_BYTES = 16;

  private static final MethodHandle PROCESS_VM_READV = Linux.call("process_vm_readv");

  private static final long SELF = ProcessHandle.current().pid();

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
      long read =
          (long)
              PROCESS_VM_READV.invokeExact(
                  state, SELF, local.address(), 1L, remote.address(), 1L, 0L);
      if (read == 1) {
        return true;
      }
      return Linux.errno(state) != Errno.EFAULT && isPopulated(address);
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  private static boolean isPopulated(long address) {
    return !isBad(Linux.advise(address & -PAGE_BYTES, PAGE_BYTES, Linux.MADV_POPULATE_READ));
  }

  /**
   * Returns whether a range can be read, as its mapping has it; pages that are not there yet are
   * taken.
   *
   * @param address a multiple of 4096
   * @param length in bytes
   * @return empty if the kernel cannot say (before Linux 5.14)
   */
  public static Optional<Boolean> isReadable(long address, long length) {
    return answer(Linux.advise(address, length, Linux.MADV_POPULATE_READ));
  }

  /**
   * Returns whether a part of a memory file can be read in a mapping that is made for the question
   * and is gone with the answer. Pages that are not there yet are taken. It is one mapping more for
   * the moment; where the kernel allows none, the answer is yes, as far as is known.
   *
   * @param offset in the file, a multiple of 4096
   * @param length in bytes
   * @return empty if the kernel cannot say (before Linux 5.14)
   */
  public static Optional<Boolean> isReadableAnew(int fd, long offset, long length) {
    long address = Linux.mapForReading(fd, offset, length);
    if (address == Linux.REFUSED) {
      return Optional.of(true);
    }
    try {
      return isReadable(address, length);
    } finally {
      Linux.release(address, length);
    }
  }

  private static Optional<Boolean> answer(int errno) {
    return errno == Errno.EINVAL ? Optional.empty() : Optional.of(!isBad(errno));
  }

  /** Any other error, for want of memory say, says nothing of the memory: another time. */
  private static boolean isBad(int errno) {
    return errno == Errno.EFAULT || errno == Errno.EHWPOISON;
  }
}
