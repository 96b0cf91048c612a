package io.github.cordonfs.nio.channel;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The buffers of a scattering read or a gathering write, as an {@code iovec} has them: what is
 * wrong with one is found before anything happens, and how much is in each is settled then, so that
 * a buffer that comes twice is transferred twice. Used once.
 */
final class IoVector {

  /** Arenas that can be closed and are kept open at a time; each takes some stack. */
  private static final int MAX_ARENAS = 64;

  private static final MemorySegment[] NONE = {};

  private final boolean toRead;
  private final ByteBuffer[] buffers;
  private final int offset;

  /** What remained in each buffer. Where too many arenas are to be kept open, not of all. */
  private final MemorySegment[] segments;

  private int count;

  /** One segment of each arena that must not be closed meanwhile. */
  private MemorySegment[] toKeep = NONE;

  private int arenas;

  /** Bytes transferred so far. */
  private long total;

  private IoVector(ByteBuffer[] buffers, int offset, int length, boolean toRead) {
    this.buffers = buffers;
    this.offset = offset;
    this.toRead = toRead;
    this.segments = new MemorySegment[length];
  }

  /**
   * Takes buffers to be filled.
   *
   * @throws NullPointerException if one is null
   * @throws IllegalArgumentException if one cannot be written to
   * @throws IllegalStateException if the arena of one is closed
   * @throws WrongThreadException if one is another thread's alone
   */
  static IoVector toRead(ByteBuffer[] buffers, int offset, int length) {
    IoVector vector = new IoVector(buffers, offset, length, true);
    vector.take(length);
    return vector;
  }

  /** As {@link #toRead}, for buffers to be emptied. */
  static IoVector toWrite(ByteBuffer[] buffers, int offset, int length) {
    IoVector vector = new IoVector(buffers, offset, length, false);
    vector.take(length);
    return vector;
  }

  private void take(int length) {
    boolean full = false;
    for (int i = 0; i < length; i++) {
      ByteBuffer buffer = Objects.requireNonNull(buffers[offset + i], "buffer");
      if (toRead && buffer.isReadOnly()) {
        throw new IllegalArgumentException("read-only buffer");
      }
      MemorySegment segment = MemorySegment.ofBuffer(buffer);
      if (KeptAlive.isNeededFor(segment)) {
        KeptAlive.check(segment);
        // One without anything to transfer needs no keeping, and must not take the room of others.
        full |= segment.byteSize() > 0 && !keep(segment);
      }
      if (!full) {
        segments[count++] = segment;
      }
    }
  }

  /** Notes an arena; false if there are too many. */
  private boolean keep(MemorySegment segment) {
    for (int i = 0; i < arenas; i++) {
      if (toKeep[i].scope().equals(segment.scope())) {
        return true;
      }
    }
    if (arenas == MAX_ARENAS) {
      return false;
    }
    if (arenas == 0) {
      toKeep = new MemorySegment[MAX_ARENAS];
    }
    toKeep[arenas++] = segment;
    return true;
  }

  /** Returns whether all buffers are full, or empty. */
  boolean isEmpty() {
    for (int i = 0; i < count; i++) {
      if (segments[i].byteSize() > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads or writes, without a look at the channel.
   *
   * @return how many bytes, or a code of {@link AddressSpace} if there are none
   */
  long transfer(RegularFile file, long position) {
    return transfer(file, position, 0);
  }

  private long transfer(RegularFile file, long position, int kept) {
    if (kept == arenas) {
      return copy(file, position);
    }
    KeptAlive rest =
        new KeptAlive() {
          @Override
          protected long run() {
            return transfer(file, position, kept + 1);
          }
        };
    return rest.with(toKeep[kept]);
  }

  private long copy(RegularFile file, long position) {
    // Each arena took some of what there was when the operation began.
    StackProbe.touch();
    for (int i = 0; i < count; i++) {
      MemorySegment segment = segments[i];
      int wanted = (int) segment.byteSize();
      if (wanted > 0) {
        long at = position + total;
        int n = toRead ? file.read(at, segment, 0, wanted) : file.write(at, segment, 0, wanted);
        if (n < 0) {
          return total > 0 ? total : n;
        }
        total += n;
        if (n < wanted) {
          break;
        }
      }
    }
    return total;
  }

  /**
   * Moves the positions of the buffers past what was transferred.
   *
   * @return how many bytes that were, after an error too
   */
  long advance() {
    long left = total;
    for (int i = 0; left > 0; i++) {
      ByteBuffer buffer = buffers[offset + i];
      int remained = (int) segments[i].byteSize();
      int n = (int) Math.min(left, remained);
      if (n > 0) {
        buffer.position(buffer.limit() - remained + n);
        left -= n;
      }
    }
    return total;
  }
}
