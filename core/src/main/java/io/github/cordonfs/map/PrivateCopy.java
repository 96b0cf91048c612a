package io.github.cordonfs.map;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MappableFile;
import io.github.cordonfs.os.MemoryLimit;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a private mapping shows: a copy of a part of a file, as it was when it was mapped (contract
 * row M3), in memory of its own outside the pool. Pages that could not be copied fault. Used by one
 * thread, then closed; what was mapped lives on.
 */
public final class PrivateCopy implements AutoCloseable {

  private final int fd;
  private final MappableFile file;
  private final long offset;
  private final long size;
  private final Arena filling = Arena.ofConfined();
  private final MemorySegment bytes;

  /** Pages that could not be copied. */
  private final List<Long> lost = new ArrayList<>();

  /**
   * Creates an empty copy: zeros, without memory behind them.
   *
   * @param offset of the mapping in its first page, in bytes
   * @param size in bytes, at least 1
   * @throws IOException if the kernel refuses
   */
  public PrivateCopy(long offset, long size) throws IOException {
    this.offset = offset;
    this.size = size;
    long length = MappedSegment.pages(offset, size) << Frames.FRAME_SHIFT;
    this.fd = Linux.memfdCreate("cordon-private");
    this.file = new MappableFile(fd);
    try {
      Linux.setSize(fd, length);
      this.bytes = file.map(MapMode.READ_WRITE, 0, length, filling);
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Takes memory for pages.
   *
   * @param page from the first of the mapping
   * @return false if there is no memory
   */
  public boolean take(long page, long count) {
    long length = count << Frames.FRAME_SHIFT;
    return MemoryLimit.ofThisProcess().available() > length
        && Linux.populate(fd, page << Frames.FRAME_SHIFT, length) == 0;
  }

  /** Returns the bytes of the pages, to fill in what was taken. */
  public MemorySegment bytes() {
    return bytes;
  }

  /** Makes a page fault. */
  public void lose(long page) {
    lost.add(page);
  }

  /**
   * Maps the copy; stores to the segment are seen nowhere else.
   *
   * @param arena whose end unmaps it
   * @throws IOException if the kernel refuses
   */
  public MemorySegment map(Arena arena) throws IOException {
    // The arena may be closed meanwhile: nothing is laid over the addresses after that.
    Mapping mapping = new Mapping(0, MappedSegment.pages(offset, size), true, _ -> {});
    LostPages window = new LostPages();
    MemorySegment segment =
        MappedSegment.open(
            mapping,
            () -> file.map(MapMode.PRIVATE, offset, size, arena),
            offset,
            arena,
            window::at,
            Frames.NONE);
    for (long page : lost) {
      mapping.fault(page, 1);
      if (window.refused) {
        mapping.detach();
        throw new IOException("the kernel allows no more mappings (vm.max_map_count)");
      }
    }
    return segment;
  }

  /** The addresses, where nothing is laid but faults. */
  private static final class LostPages implements Window {
    private long start;
    boolean refused;

    Window at(long address) {
      start = address;
      return this;
    }

    @Override
    public boolean show(long page, int frame, int count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean showZeros(long page, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean fault(long page, long count) {
      boolean done = AddressWindow.faultAt(start + (page << Frames.FRAME_SHIFT), page, count, true);
      refused |= !done;
      return done;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      filling.close();
    } finally {
      try {
        file.close();
      } finally {
        Linux.close(fd);
      }
    }
  }
}
