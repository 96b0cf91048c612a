package io.github.cordonfs.vm.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Map;

/**
 * System calls by name, with up to six integers and addresses, as libc on x86-64 has them. What
 * fails is an {@link Errno}. One thread.
 */
public final class Posix {

  /** An error of a system call. */
  public static final class Errno extends Exception {
    private static final long serialVersionUID = 1;

    private static final Map<Integer, String> NAMES =
        Map.ofEntries(
            Map.entry(1, "EPERM"),
            Map.entry(2, "ENOENT"),
            Map.entry(5, "EIO"),
            Map.entry(6, "ENXIO"),
            Map.entry(12, "ENOMEM"),
            Map.entry(14, "EFAULT"),
            Map.entry(16, "EBUSY"),
            Map.entry(17, "EEXIST"),
            Map.entry(22, "EINVAL"),
            Map.entry(27, "EFBIG"),
            Map.entry(28, "ENOSPC"),
            Map.entry(95, "EOPNOTSUPP"),
            Map.entry(133, "EHWPOISON"));

    Errno(int number) {
      super(NAMES.getOrDefault(number, "E" + number));
    }

    /** Returns its name, such as ENOENT. */
    public String symbol() {
      return String.valueOf(getMessage());
    }
  }

  private static final Linker LINKER = Linker.nativeLinker();

  private static final FunctionDescriptor WORDS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MemorySegment CALL_STATE = Arena.global().allocate(STATE);

  private final MethodHandle function;

  /** Whether it returns an int, of which the upper half of the register is anything. */
  private final boolean isInt;

  @SuppressWarnings("restricted") // the program is started with --enable-native-access
  private Posix(String name, boolean isInt) {
    this.function =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(name),
            WORDS,
            Linker.Option.captureCallState("errno"));
    this.isInt = isInt;
  }

  /** Links a function that returns an int. */
  public static Posix ofInt(String name) {
    return new Posix(name, true);
  }

  /** Links a function that returns a long, a size or an address. */
  public static Posix ofLong(String name) {
    return new Posix(name, false);
  }

  /** Calls it, with 0 for what is missing. */
  public long call(long... arguments) throws Errno {
    long[] all = Arrays.copyOf(arguments, 6);
    long result;
    try {
      result =
          (long) function.invokeExact(CALL_STATE, all[0], all[1], all[2], all[3], all[4], all[5]);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    long value = isInt ? (int) result : result;
    if (value == -1) {
      throw new Errno((int) ERRNO.get(CALL_STATE, 0L));
    }
    return value;
  }

  /** Memory of a function's own layout. */
  public static long longAt(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }
}
