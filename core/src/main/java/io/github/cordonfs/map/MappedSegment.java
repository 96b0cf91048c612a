package io.github.cordonfs.map;

import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.function.LongFunction;

/** Makes the memory segment behind a {@link Mapping}. */
public final class MappedSegment {

  private MappedSegment() {}

  /**
   * Maps. The mapping is open afterwards, and shows nothing yet or what may be out of date: every
   * access to the segment must wait until the pages are laid.
   *
   * @param mapping a new one; the arena will detach it, now or when this fails half-way
   * @param mode what the segment is for the JDK; what its pages allow is the mapping's affair
   * @param offset of the segment in the mapping's first page, in bytes
   * @param size in bytes, at least 1
   * @param arena whose end unmaps it
   * @param frame a frame that the first page is likely to show, and the next one those that follow:
   *     the kernel is asked for these at once, if the mode allows what the mapping does; or NONE
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   * @throws IOException if the kernel refuses
   */
  public static MemorySegment open(
      Mapping mapping,
      FrameStore store,
      MapMode mode,
      long offset,
      long size,
      Arena arena,
      int frame)
      throws IOException {
    boolean atOnce = frame != Frames.NONE && mode.equals(mapping.mode());
    return open(
        mapping,
        atOnce
            ? () -> store.map(mode, frame, offset, size, arena)
            : () -> AnchorFile.mappable().map(mode, offset, size, arena),
        offset,
        arena,
        start -> new AddressWindow(store, start, mapping.isWritable()),
        atOnce ? frame : Frames.NONE);
  }

  /** Has the JDK map. */
  interface Origin {
    MemorySegment map() throws IOException;
  }

  /** As the other, for any file and a window made for the address of its mapping. */
  static MemorySegment open(
      Mapping mapping,
      Origin origin,
      long offset,
      Arena arena,
      LongFunction<Window> window,
      int frame)
      throws IOException {
    SpareRanges.fill();
    // Registered before and after, because some arenas end what they hold in the order it was
    // made, and some in the reverse one: either way it is detached before it is unmapped.
    detachWith(arena, mapping);
    MemorySegment segment = origin.map();
    detachWith(arena, mapping);
    // Only now: had the arena been closed in between, it would have unmapped first.
    if (!mapping.open(window.apply(segment.address() - offset), frame)) {
      throw new IllegalStateException("Already closed");
    }
    return segment;
  }

  /**
   * Returns a mapped segment without a byte.
   *
   * @throws IllegalStateException if the arena is closed
   * @throws IOException if the kernel refuses
   */
  public static MemorySegment empty(MapMode mode, Arena arena) throws IOException {
    return AnchorFile.mappable().map(mode, 0, 0, arena);
  }

  /**
   * Checks that this thread may use an arena.
   *
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   */
  @SuppressWarnings("restricted")
  public static void checkUsable(Arena arena) {
    var _ = MemorySegment.NULL.reinterpret(0, arena, _ -> {});
  }

  // The segment has no byte: it is only a place for the action.
  @SuppressWarnings("restricted")
  private static void detachWith(Arena arena, Mapping mapping) {
    var _ = MemorySegment.NULL.reinterpret(0, arena, _ -> mapping.detach());
  }

  /** Returns how many pages a segment touches. */
  public static long pages(long offset, long size) {
    return (offset + size + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
  }
}
