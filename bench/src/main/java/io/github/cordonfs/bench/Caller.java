package io.github.cordonfs.bench;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** What each measuring thread has for itself: its buffer, and where it goes next in the file. */
@State(Scope.Thread)
public class Caller {

  /** Bytes of the file, a power of two. */
  static final long FILE = 256L << 20;

  /** The order of the blocks. */
  @Param({"SEQUENTIAL", "RANDOM"})
  public Access access = Access.SEQUENTIAL;

  /** Bytes of a block, a power of two. */
  @Param({"64", "512", "4096", "65536", "1048576"})
  public int size = 1;

  /** The caller's buffer. */
  @Param({"DIRECT", "HEAP"})
  public BufferKind kind = BufferKind.HEAP;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private MemorySegment segment = MemorySegment.NULL;
  private int[] order = {};
  private int step;

  /** Makes the buffer and chooses the order. */
  @Setup
  public void prepare(ThreadParams thread) {
    buffer = kind.allocate(size);
    SplittableRandom random = new SplittableRandom(thread.getThreadIndex());
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    buffer.put(bytes).clear();
    segment = MemorySegment.ofBuffer(buffer);

    int blocks = (int) (FILE / size);
    order = new int[blocks];
    // Threads go through the file in sequence at a distance, as two users of it would.
    int first = (int) ((long) blocks * thread.getThreadIndex() / thread.getThreadCount());
    for (int i = 0; i < order.length; i++) {
      order[i] = access == Access.RANDOM ? random.nextInt(blocks) : (first + i) & (blocks - 1);
    }
  }

  /** Returns the offset of the next block. */
  long next() {
    int[] blocks = order;
    return (long) blocks[step++ & (blocks.length - 1)] * size;
  }

  /** Returns the buffer, all of it to be filled or taken. */
  ByteBuffer buffer() {
    return buffer.clear();
  }

  /** Returns the memory of the buffer. */
  MemorySegment segment() {
    return segment;
  }
}
