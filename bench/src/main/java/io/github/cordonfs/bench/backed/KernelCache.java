package io.github.cordonfs.bench.backed;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The page cache of the kernel. */
final class KernelCache {

  private static final int O_RDONLY = 0;
  private static final int POSIX_FADV_DONTNEED = 4;

  private KernelCache() {}

  /**
   * Has the kernel forget the pages of a file that are on the disk already, for which nobody needs
   * a privilege. Pages that are mapped or were not written back stay.
   *
   * @throws IOException if the kernel refuses
   */
  static void forget(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toString());
      int fd =
          (int)
              function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                  .invokeExact(name, O_RDONLY);
      if (fd < 0) {
        throw new IOException(file + " cannot be opened");
      }
      int errno =
          (int)
              function(
                      "posix_fadvise",
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_INT)
                  .invokeExact(fd, 0L, 0L, POSIX_FADV_DONTNEED);
      int closed = (int) function("close", ValueLayout.JAVA_INT).invokeExact(fd);
      if (errno != 0 || closed != 0) {
        throw new IOException(file + ": the kernel keeps it in its cache, error " + errno);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor descriptor = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        descriptor,
        name.equals("open")
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(2)}
            : new Linker.Option[0]);
  }
}
