package io.github.cordonfs.conformance.exerciser;

import io.github.cordonfs.conformance.Fault;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A mapped part of a file, of one thread. Touched by single copies within a page only, as others
 * end the JVM.
 */
final class Window implements AutoCloseable {

  private static final String FAULT = "fault";

  final MapMode mode;
  final Part.Range range;
  private final Arena arena;
  private final MemorySegment memory;

  private Window(MapMode mode, Part.Range range, Arena arena, MemorySegment memory) {
    this.mode = mode;
    this.range = range;
    this.arena = arena;
    this.memory = memory;
  }

  @SuppressWarnings("MustBeClosedChecker") // the window closes it
  static Window open(FileChannel channel, MapMode mode, Part.Range range) throws IOException {
    Arena arena = Arena.ofConfined();
    MemorySegment memory = null;
    try {
      memory = channel.map(mode, range.from(), range.length(), arena);
      return new Window(mode, range, arena, memory);
    } finally {
      if (memory == null) {
        arena.close();
      }
    }
  }

  boolean contains(int offset) {
    return range.from() <= offset && offset < range.end();
  }

  /** Loads bytes of one page; returns whether it could. */
  boolean load(int offset, byte[] target, int length) {
    return copy(memory, offset - range.from(), MemorySegment.ofArray(target), 0, length);
  }

  /** Stores bytes into one page; returns whether it could. */
  boolean store(int offset, byte[] source, int from, int length) {
    return copy(MemorySegment.ofArray(source), from, memory, offset - range.from(), length);
  }

  void force() {
    memory.force();
  }

  private static boolean copy(
      MemorySegment source, long from, MemorySegment target, long to, int length) {
    String result =
        Fault.caught(
            () -> {
              MemorySegment.copy(
                  source, ValueLayout.JAVA_BYTE, from, target, ValueLayout.JAVA_BYTE, to, length);
              return "";
            },
            FAULT);
    return !result.equals(FAULT);
  }

  @Override
  public void close() {
    arena.close();
  }
}
