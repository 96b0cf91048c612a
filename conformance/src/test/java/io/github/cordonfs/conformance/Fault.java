package io.github.cordonfs.conformance;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * The fault of an access to a mapping: SIGBUS, which HotSpot turns into an InternalError. That one
 * may come late in compiled code, after later statements, but not past a call of native code; so
 * every access is followed by one.
 */
public final class Fault {

  private static final MethodHandle BARRIER = barrier();

  private Fault() {}

  /** Returns what an access returns, or the given text if it faults. */
  public static String caught(Supplier<String> access, String ifFault) {
    try {
      String result = access.get();
      int _ = (int) BARRIER.invokeExact();
      return result;
    } catch (InternalError e) {
      if (!String.valueOf(e.getMessage()).contains("unsafe memory access")) {
        throw e;
      }
      return ifFault;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle barrier() {
    Linker linker = Linker.nativeLinker();
    MemorySegment getpid = linker.defaultLookup().findOrThrow("getpid");
    return linker.downcallHandle(getpid, FunctionDescriptor.of(JAVA_INT));
  }
}
