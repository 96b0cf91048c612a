package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Tries calls that Cordon depends on, as it makes them, and says what the kernel answers: it may
 * not know them, or a seccomp filter refuse them. Loading this class links them: ask {@link
 * Platform#nativeAccessProblem} first. Nothing is left of what is tried. Thread-safe.
 */
public final class CallProbe {

  private static final long PAGE_BYTES = 4096;
  private static final int PR_MCE_KILL_GET = 34;

  private static final MethodHandle PRCTL = Linux.call("prctl");
  private static final MethodHandle PROCESS_VM_READV = Linux.call("process_vm_readv");

  private static final long SELF = ProcessHandle.current().pid();

  private CallProbe() {}

  /**
   * Makes an anonymous file and takes a page of memory for it.
   *
   * @return 0 or the errno
   */
  public static int memfd() {
    int fd;
    try {
      fd = Linux.memfdCreate("cordon-probe");
    } catch (IOException e) {
      return Errno.of(e);
    }
    try {
      return Linux.populate(fd, 0, PAGE_BYTES);
    } finally {
      Linux.close(fd);
    }
  }

  /**
   * Asks for a page of zeros with MADV_POPULATE_READ.
   *
   * @return 0 or the errno
   */
  public static int populateRead() {
    long address;
    try {
      address = Linux.reserve(PAGE_BYTES);
    } catch (IOException e) {
      return Errno.of(e);
    }
    try {
      return Linux.overlayZeros(address, PAGE_BYTES)
          ? Linux.advise(address, PAGE_BYTES, Linux.MADV_POPULATE_READ)
          : Errno.ENOMEM;
    } finally {
      Linux.release(address, PAGE_BYTES);
    }
  }

  /**
   * Reads a byte of this process with process_vm_readv(2).
   *
   * @return 0 or the errno
   */
  public static int processVmReadv() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linux.CALL_STATE);
      MemorySegment local = arena.allocate(2 * JAVA_LONG.byteSize(), 8);
      MemorySegment remote = arena.allocate(2 * JAVA_LONG.byteSize(), 8);
      local.setAtIndex(JAVA_LONG, 0, arena.allocate(1).address());
      local.setAtIndex(JAVA_LONG, 1, 1);
      remote.setAtIndex(JAVA_LONG, 0, arena.allocate(1).address());
      remote.setAtIndex(JAVA_LONG, 1, 1);
      long read =
          (long)
              PROCESS_VM_READV.invokeExact(
                  state, SELF, local.address(), 1L, remote.address(), 1L, 0L);
      return read == 1 ? 0 : Linux.errno(state);
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }

  /**
   * Returns when the kernel kills this thread for failed memory: prctl(2), PR_MCE_KILL_GET.
   *
   * @return PR_MCE_KILL_LATE (0), PR_MCE_KILL_EARLY (1), PR_MCE_KILL_DEFAULT (2), or -1 if the
   *     kernel does not say
   */
  public static int killPolicy() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linux.CALL_STATE);
      return (int) (long) PRCTL.invokeExact(state, (long) PR_MCE_KILL_GET, 0L, 0L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw Linux.unexpected(e);
    }
  }
}
