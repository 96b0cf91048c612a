package io.github.cordonfs.diagnose.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.cordonfs.Cordon;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A JVM that has the kernel refuse it system calls, with a seccomp filter as containers have them,
 * and then diagnoses itself. Its arguments are the calls.
 */
@SuppressWarnings("restricted")
public final class RefusedCallsChild {

  private static final int PR_SET_SECCOMP = 22;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int PR_SET_NO_NEW_PRIVS = 38;

  private static final short LOAD = 0x20;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int ERRNO = 0x00050000;
  private static final int EPERM = 1;
  private static final int EINVAL = 22;

  /** In struct seccomp_data: the number of the call, and the lower half of its third argument. */
  private static final int NUMBER = 0;

  private static final int THIRD = 32;

  private static final int MADV_POPULATE_READ = 22;

  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  private final MemorySegment filter;
  private int length;

  private RefusedCallsChild(MemorySegment filter) {
    this.filter = filter;
  }

  public static void main(String[] calls) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      RefusedCallsChild child = new RefusedCallsChild(arena.allocate(64 * 8, 8));
      for (String call : calls) {
        child.refuse(call);
      }
      child.add(RETURN, 0, 0, ALLOW);
      child.install(arena);
    }
    Cordon.diagnose().findings().forEach(System.out::println);
  }

  private void refuse(String call) {
    switch (call) {
      case "memfd_create" -> refuse(ARM ? 279 : 319, EPERM);
      case "process_vm_readv" -> refuse(ARM ? 270 : 310, EPERM);
      case "MADV_POPULATE_READ" -> {
        // As a kernel that does not know it.
        add(LOAD, 0, 0, NUMBER);
        add(JUMP_IF_EQUAL, 0, 3, ARM ? 233 : 28);
        add(LOAD, 0, 0, THIRD);
        add(JUMP_IF_EQUAL, 0, 1, MADV_POPULATE_READ);
        add(RETURN, 0, 0, ERRNO | EINVAL);
      }
      default -> throw new IllegalArgumentException(call);
    }
  }

  private void refuse(int number, int errno) {
    add(LOAD, 0, 0, NUMBER);
    add(JUMP_IF_EQUAL, 0, 1, number);
    add(RETURN, 0, 0, ERRNO | errno);
  }

  /** Adds a struct sock_filter. */
  private void add(short code, int ifTrue, int ifFalse, int operand) {
    long at = 8L * length++;
    filter.set(JAVA_SHORT, at, code);
    filter.set(JAVA_BYTE, at + 2, (byte) ifTrue);
    filter.set(JAVA_BYTE, at + 3, (byte) ifFalse);
    filter.set(JAVA_INT, at + 4, operand);
  }

  private void install(Arena arena) throws Throwable {
    MethodHandle prctl =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(
                    JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
    MemorySegment program = arena.allocate(16, 8); // struct sock_fprog
    program.set(JAVA_SHORT, 0, (short) length);
    program.set(ADDRESS, 8, filter);
    if ((int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, MemorySegment.NULL, 0L, 0L) != 0
        || (int) prctl.invokeExact(PR_SET_SECCOMP, (long) SECCOMP_MODE_FILTER, program, 0L, 0L)
            != 0) {
      throw new IllegalStateException("no seccomp filter here");
    }
  }
}
