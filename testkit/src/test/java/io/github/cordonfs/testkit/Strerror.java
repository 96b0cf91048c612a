package io.github.cordonfs.testkit;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/** What the C library says of an error. */
final class Strerror {

  /** The numbers of Linux, on x86-64 and arm64 alike: errno(3). */
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("EPERM", 1),
          Map.entry("ENOENT", 2),
          Map.entry("EIO", 5),
          Map.entry("ENOMEM", 12),
          Map.entry("EACCES", 13),
          Map.entry("EBUSY", 16),
          Map.entry("EEXIST", 17),
          Map.entry("ENODEV", 19),
          Map.entry("ENOTDIR", 20),
          Map.entry("ENFILE", 23),
          Map.entry("EMFILE", 24),
          Map.entry("EFBIG", 27),
          Map.entry("ENOSPC", 28),
          Map.entry("EROFS", 30),
          Map.entry("ENOTEMPTY", 39),
          Map.entry("ETIMEDOUT", 110),
          Map.entry("ESTALE", 116),
          Map.entry("EDQUOT", 122));

  private Strerror() {}

  @SuppressWarnings("restricted") // strerror(3) changes nothing.
  static String of(String name) throws Exception {
    Linker linker = Linker.nativeLinker();
    var handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerror"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    try (Arena _ = Arena.ofConfined()) {
      MemorySegment text = (MemorySegment) handle.invokeExact((int) NUMBERS.get(name));
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
