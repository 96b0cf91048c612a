package io.github.cordonfs.cli.drill.storm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Loads from and stores to mappings. A fault of the hardware kind comes to Java as an
 * InternalError, and late: in compiled code later statements may run before it. It comes at a call
 * of native code at the latest, so each access is followed by one, inside its own try block.
 *
 * <p>Mapped memory must meet nothing but single loads and stores and copies: comparing or
 * checksumming it in place ends the JVM when the page is bad.
 */
final class MappedAccess {

  /** The libc function that does least. */
  private static final MethodHandle BARRIER = barrier();

  private MappedAccess() {}

  /**
   * Copies bytes from or to a mapping. One and eight are a single load and store.
   *
   * @return false if it faulted; then the bytes of the target are anything
   */
  static boolean copy(MemorySegment source, long from, MemorySegment target, long to, long length) {
    try {
      if (length == 1) {
        target.set(ValueLayout.JAVA_BYTE, to, source.get(ValueLayout.JAVA_BYTE, from));
      } else if (length == Long.BYTES) {
        long value = source.get(ValueLayout.JAVA_LONG_UNALIGNED, from);
        target.set(ValueLayout.JAVA_LONG_UNALIGNED, to, value);
      } else {
        MemorySegment.copy(
            source, ValueLayout.JAVA_BYTE, from, target, ValueLayout.JAVA_BYTE, to, length);
      }
      int _ = (int) BARRIER.invokeExact();
      return true;
    } catch (InternalError e) {
      if (!String.valueOf(e.getMessage()).contains("unsafe memory access")) {
        throw e;
      }
      return false;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle barrier() {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().findOrThrow("getpagesize");
    return linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT));
  }
}
