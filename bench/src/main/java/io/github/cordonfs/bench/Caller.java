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

  /** Of Knuth's linear congruential generator (MMIX): its upper bits are random enough. */
  private static final long MULTIPLIER = 6_364_136_223_846_793_005L;

  /** The order of the blocks. */
  @Param({"SEQUENTIAL", "RANDOM", "DEPENDENT"})
  public Access access = Access.SEQUENTIAL;

  /** Bytes of a block, a power of two. */
  @Param({"64", "512", "4096", "65536", "1048576"})
  public int size = 1;

  /** The caller's buffer. */
  @Param({"DIRECT", "HEAP", "SEGMENT"})
  public BufferKind kind = BufferKind.HEAP;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private MemorySegment segment = MemorySegment.NULL;
  private int[] order = {};
  private int step;
  private long path;

  /** Makes the buffer and chooses the order. */
  @Setup
  public void prepare(ThreadParams thread) {
    buffer = kind.allocate(size);
    SplittableRandom random = new SplittableRandom(thread.getThreadIndex());
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    buffer.put(bytes).clear();
    segment = MemorySegment.ofBuffer(buffer);

    path = random.nextLong();
    if (access == Access.DEPENDENT) {
      return;
    }
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

  /**
   * Returns the offset of a block that depends on the first bytes in the buffer, and on the way so
   * far: equal bytes do not lead in a circle.
   */
  long follow() {
    path = path * MULTIPLIER + buffer.getLong(0);
    return (path >>> 32) * size & (FILE - 1);
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
