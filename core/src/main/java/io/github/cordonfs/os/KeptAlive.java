package io.github.cordonfs.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a caller's memory, whose arena cannot be closed while it runs: whoever tries is
 * refused with an {@code IllegalStateException}, as by the JDK's own channels. Without that the
 * arena of another thread could be closed in the middle of a copy, and HotSpot would break the copy
 * off and leave its thread interrupted.
 *
 * <p>The one supported way to that is {@link Linker#downcallHandle}: a segment that is passed as an
 * address is kept alive while the handle executes, and a handle for a function that returns a
 * structure asks, while it executes, its caller's allocator for memory for it. The operation is
 * that allocator. The function is {@code memchr} of no bytes, which touches nothing.
 *
 * <p>Used once, by one thread. What the operation throws is thrown on.
 */
// Native code is what this package is for; applications allow it with --enable-native-access.
@SuppressWarnings("restricted")
public abstract class KeptAlive implements SegmentAllocator {

  // The classes of scopes that cannot be closed: buffers and arrays, the global arena, and arenas
  // that are closed when they are not reachable any more.
  private static final Class<?> OF_HEAP = MemorySegment.ofArray(new byte[0]).scope().getClass();
  private static final Class<?> GLOBAL = Arena.global().scope().getClass();
  private static final Class<?> AUTOMATIC = Arena.ofAuto().scope().getClass();

  /** Gets what the function returns, which is not read. */
  private static final MemorySegment RETURNED = Arena.global().allocate(JAVA_LONG);

  /** Whether {@link Function} is initialized. Racy on purpose: to do so is idempotent. */
  private static boolean ready;

  private static @Nullable MethodHandle linked;

  /** A constant for the compiler. To initialize it takes no stack that could be lacking. */
  private static final class Function {
    /** Null where native code cannot be called: then nothing is kept alive. */
    static final @Nullable MethodHandle HANDLE = linked;
  }

  private boolean done;
  private long result;

  /** For operations. */
  protected KeptAlive() {}

  /** Links the function when the first arena is met that can be closed; again if that failed. */
  private static synchronized @Nullable MethodHandle link() {
    if (linked == null && Platform.notLinux() == null) {
      Linker linker = Linker.nativeLinker();
      linked =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("memchr"),
              // A structure of one pointer is returned as the pointer is.
              FunctionDescriptor.of(
                  MemoryLayout.structLayout(JAVA_LONG), ADDRESS, JAVA_INT, JAVA_LONG),
              Linker.Option.critical(false));
    }
    MethodHandle handle = Function.HANDLE;
    ready = true;
    return handle;
  }

  /** Returns whether the arena of a segment can be closed: other segments need no operation. */
  public static boolean isNeededFor(MemorySegment memory) {
    Class<?> scope = memory.scope().getClass();
    return scope != OF_HEAP && scope != AUTOMATIC && scope != GLOBAL;
  }

  /** As the other, for a buffer. */
  public static boolean isNeededFor(ByteBuffer buffer) {
    return buffer.isDirect() && isNeededFor(MemorySegment.ofBuffer(buffer));
  }

  /** Does the work; called once. */
  protected abstract long run();

  /**
   * Does the work while the memory cannot go.
   *
   * @return what the work returned
   * @throws IllegalStateException if the arena of the memory is closed; nothing was done
   * @throws WrongThreadException if the memory is another thread's alone; nothing was done
   */
  public final long with(MemorySegment memory) {
    MethodHandle function = ready ? Function.HANDLE : link();
    if (function == null) {
      check(memory);
      return run();
    }
    try {
      MemorySegment ignored =
          (MemorySegment) function.invokeExact((SegmentAllocator) this, memory, 0, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return result;
  }

  /**
   * Does something with a caller's memory, whatever that is: for what is not done often.
   *
   * @return what the work returned
   * @throws IllegalStateException if the arena of the memory is closed; nothing was done
   * @throws WrongThreadException if the memory is another thread's alone; nothing was done
   */
  public static <T extends @Nullable Object> T call(MemorySegment memory, Supplier<T> work) {
    if (!isNeededFor(memory)) {
      return work.get();
    }
    List<T> result = new ArrayList<>(1);
    var _ =
        new KeptAlive() {
          @Override
          protected long run() {
            result.add(work.get());
            return 0;
          }
        }.with(memory);
    return result.getFirst();
  }

  /**
   * Checks that memory can be used now, by this thread.
   *
   * @throws IllegalStateException if its arena is closed
   * @throws WrongThreadException if it is another thread's alone
   */
  public static void check(MemorySegment memory) {
    if (!memory.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("memory of another thread: " + memory);
    }
    if (!memory.scope().isAlive()) {
      throw new IllegalStateException("Already closed");
    }
  }

  /** The linker's question for memory: the moment to do the work. */
  @Override
  public final MemorySegment allocate(long byteSize, long byteAlignment) {
    if (!done) {
      done = true;
      result = run();
    }
    return RETURNED;
  }
}
