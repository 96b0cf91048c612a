package io.github.cordonfs.cli.drill.storm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A part of a file, mapped in a shared arena of its own. Used by one thread, then closed. */
public final class MappedWindow implements AutoCloseable {

  private final Arena arena;
  private final MemorySegment segment;
  private final long offset;

  private MappedWindow(Arena arena, MemorySegment segment, long offset) {
    this.arena = arena;
    this.segment = segment;
    this.offset = offset;
  }

  /**
   * Maps a part of a file.
   *
   * @param mode READ_ONLY or READ_WRITE
   * @param offset in the file, a multiple of nothing
   * @param length at least 1; a file that is too short is extended
   */
  @SuppressWarnings("MustBeClosedChecker") // the window closes it
  static MappedWindow open(FileChannel channel, MapMode mode, long offset, long length)
      throws IOException {
    Arena arena = Arena.ofShared();
    MemorySegment segment = null;
    try {
      segment = channel.map(mode, offset, length, arena);
      return new MappedWindow(arena, segment, offset);
    } finally {
      if (segment == null) {
        arena.close();
      }
    }
  }

  /** Returns why files cannot be mapped here, or null if they can. */
  public static @Nullable String unsupported(FileSystem fileSystem) throws IOException {
    Path path = Files.write(fileSystem.getPath("/probe"), new byte[1]);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      open(channel, MapMode.READ_ONLY, 0, 1).close();
      return null;
    } catch (UnsupportedOperationException e) {
      return e.getMessage();
    } finally {
      Files.delete(path);
    }
  }

  /** Returns where in the file it begins. */
  long offset() {
    return offset;
  }

  /** Returns where in the file it ends. */
  long end() {
    return offset + segment.byteSize();
  }

  /**
   * Loads bytes.
   *
   * @param position in the file
   * @param target filled from 0
   * @return false if it faulted
   */
  boolean load(long position, MemorySegment target, long length) {
    return MappedAccess.copy(segment, position - offset, target, 0, length);
  }

  /**
   * Stores bytes.
   *
   * @param position in the file
   * @return false if it faulted
   */
  boolean store(long position, MemorySegment source, long from, long length) {
    return MappedAccess.copy(source, from, segment, position - offset, length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
