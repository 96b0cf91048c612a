package io.github.cordonfs.cli.line;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;

/**
 * What the terminal is like that standard error goes to.
 *
 * @param columns its width in characters
 * @param rows its height
 * @param colored whether it may be written to in colours
 * @param blocks whether it shows characters that are filled boxes
 */
public record Terminal(int columns, int rows, boolean colored, boolean blocks) {

  private static final int STANDARD_ERROR = 2;

  /** Of the generic Linux ABI. */
  private static final long TIOCGWINSZ = 0x5413;

  /** Four numbers of 16 bits: rows, columns, and two of pixels. */
  private static final int WINSIZE_BYTES = 8;

  /** Where there is no other answer: what terminals once had. */
  private static final int USUAL_COLUMNS = 80;

  private static final int USUAL_ROWS = 24;

  /**
   * Returns the terminal, as it is now; nothing if standard error goes elsewhere, or to one that
   * cannot move its cursor, or if this is not Linux.
   */
  public static Optional<Terminal> ofStandardError() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    return size()
        .flatMap(size ->
            of(
                size[1],
                size[0],
                System.getenv(),
                System.err.charset().newEncoder().canEncode('█')));
  }

  /** Returns one of a size, whose user wants it as the environment says. */
  static Optional<Terminal> of(
      int columns, int rows, Map<String, String> environment, boolean blocks) {
    String kind = environment.getOrDefault("TERM", "dumb");
    if (kind.isEmpty() || kind.equals("dumb")) {
      return Optional.empty();
    }
    boolean colored = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return Optional.of(
        new Terminal(
            columns > 0 ? columns : USUAL_COLUMNS, rows > 0 ? rows : USUAL_ROWS, colored, blocks));
  }

  /** Returns rows and columns; nothing if that is no terminal. */
  // Native code is how one asks; the manifest of the program allows it.
  @SuppressWarnings("restricted")
  private static Optional<int[]> size() {
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(WINSIZE_BYTES);
      if ((int) ioctl.invokeExact(STANDARD_ERROR, TIOCGWINSZ, size) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new int[] {
            Short.toUnsignedInt(size.get(JAVA_SHORT, 0)),
            Short.toUnsignedInt(size.get(JAVA_SHORT, 2))
          });
    } catch (Throwable e) {
      throw new IllegalStateException("cannot ask for the size of the terminal", e);
    }
  }
}
