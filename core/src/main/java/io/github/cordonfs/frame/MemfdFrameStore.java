package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MappableFile;
import io.github.cordonfs.os.MemoryLimit;
import io.github.cordonfs.os.MemoryProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.channels.FileChannel.MapMode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/**
 * Memory from an anonymous file (memfd), mapped once. Never by first touch: a block is populated
 * with fallocate before it is used, so that a lack of memory is an error number and not a SIGBUS.
 */
final class MemfdFrameStore extends FrameStore {

  /**
   * Frames populated in this JVM, by all pools: every so many, what is left to take is asked anew,
   * as other processes take memory too.
   */
  private static final AtomicLong POPULATED = new AtomicLong();

  private static final long FRAMES_BETWEEN_CHECKS = 16 * Frames.HUGE_FRAMES;

  /**
   * Whether the last check found memory. A plain race is harmless: the next check corrects it, and
   * the margin of the limit is far larger than what is taken between two.
   */
  private static volatile boolean memoryLeft = true;

  private final int fd;

  /** Whether the descriptor is open: {@link #close} closes it, or else the end of the memory. */
  private final AtomicBoolean open;

  private final MappableFile mappable;
  private final long address;
  private final boolean hugePages;
  private final MappedPoolMemory memory;
  private final PhysicalHugePages physicalHugePages;
  private final long bytes;

  /**
   * Shared by those who use the descriptor; closing it excludes them, as its number is used anew.
   */
  private final StampedLock descriptor = new StampedLock();

  private boolean closed;

  // The mapping is this class's own, and as long as the segment says.
  @SuppressWarnings("restricted")
  MemfdFrameStore(int blocks, boolean hugePages) throws IOException {
    super(blocks);
    this.hugePages = hugePages;
    this.bytes = (long) blocks << Frames.HUGE_SHIFT;
    AtomicLong reservation = new AtomicLong(); // before there is anything to lose
    AtomicBoolean open = new AtomicBoolean(true);
    this.open = open;
    int fd = Linux.memfdCreate("cordon");
    this.fd = fd;
    // A block must begin at a multiple of its size for the kernel to map it with one entry.
    long reserved = bytes + Frames.HUGE_BYTES;
    boolean done = false;
    try {
      this.mappable = new MappableFile(fd);
      reservation.set(Linux.reserve(reserved));
      this.address = (reservation.get() + Frames.HUGE_BYTES - 1) & -Frames.HUGE_BYTES;
      Linux.mapOver(address, bytes, fd);
      Linux.advise(address, bytes, Linux.MADV_DONTDUMP);
      this.physicalHugePages = new PhysicalHugePages(address, blocks);
      MemorySegment pool =
          MemorySegment.ofAddress(address)
              // The descriptor, too: that of a file system that nobody closed holds memory.
              .reinterpret(
                  bytes,
                  Arena.ofAuto(),
                  _ -> {
                    release(reservation, reserved);
                    closeOnce(open, fd);
                  });
      this.memory = new MappedPoolMemory(pool, this);
      done = true;
    } finally {
      if (!done) {
        // At once: the collector would find the segment, if there is one already, some day.
        release(reservation, reserved);
        closeOnce(open, fd);
      }
    }
  }

  private static void closeOnce(AtomicBoolean open, int fd) {
    if (open.getAndSet(false)) {
      Linux.close(fd);
    }
  }

  private static void release(AtomicLong reservation, long length) {
    long start = reservation.getAndSet(0);
    if (start != 0) {
      Linux.release(start, length);
    }
  }

  @Override
  public PoolMemory memory() {
    return memory;
  }

  @Override
  boolean populate(int block) {
    if (!isMemoryLeft(Frames.HUGE_FRAMES)) {
      return false;
    }
    long stamp = descriptor.readLock();
    try {
      if (closed || !take(block)) {
        return false;
      }
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory); // which unmaps the addresses
    }
    if (hugePages) {
      physicalHugePages.populated(block, this);
    }
    return true;
  }

  /**
   * Returns whether the machine can give more, as far as is known.
   *
   * @param frames how many are to be populated
   */
  private static boolean isMemoryLeft(int frames) {
    long before = POPULATED.getAndAdd(frames);
    boolean due = before % FRAMES_BETWEEN_CHECKS < frames;
    if (due || !memoryLeft) {
      memoryLeft = MemoryLimit.ofThisProcess().available() > 0;
    }
    return memoryLeft;
  }

  @Override
  boolean populatesPieces() {
    return true;
  }

  @Override
  boolean populatePiece(int block, int from, int to) {
    if (!isMemoryLeft(to - from)) {
      return false;
    }
    long at = offset(block) + ((long) from << Frames.FRAME_SHIFT);
    long length = (long) (to - from) << Frames.FRAME_SHIFT;
    boolean taken = false;
    long stamp = descriptor.readLock();
    try {
      if (closed) {
        return false;
      }
      try {
        taken = Linux.populate(fd, at, length) == 0;
        if (taken) {
          map(at, length);
        }
      } finally {
        if (!taken) {
          Linux.punchHole(fd, at, length); // what was taken so far
        }
      }
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory); // which unmaps the addresses
    }
    // Not before it is whole: the kernel would fill up what is missing, without being asked to.
    if (taken && hugePages && to == Frames.HUGE_FRAMES) {
      physicalHugePages.populated(block, this);
    }
    return taken;
  }

  /** Takes memory for all of a block, or none; with the lock of the descriptor. */
  private boolean take(int block) {
    boolean taken = false;
    try {
      // For speed alone, whatever comes of it: the next call makes sure that the memory is there.
      // The kernel makes a huge page only in the place of a small one, here the last.
      if (hugePages
          && physicalHugePages.mayTake()
          && Linux.populate(fd, offset(block + 1) - Frames.FRAME_BYTES, Frames.FRAME_BYTES) == 0) {
        physicalHugePages.take(block);
      }
      taken = Linux.populate(fd, offset(block), Frames.HUGE_BYTES) == 0;
      if (taken) {
        map(offset(block), Frames.HUGE_BYTES);
      }
      return taken;
    } finally {
      if (!taken) {
        Linux.punchHole(fd, offset(block), Frames.HUGE_BYTES); // what was taken so far
        physicalHugePages.forget(block);
      }
    }
  }

  /**
   * Has page tables made for memory that was taken: one call is faster than a page fault for each
   * page. For speed alone; kernels before 5.14 refuse.
   */
  private void map(long offset, long length) {
    var _ = Linux.advise(address + offset, length, Linux.MADV_POPULATE_WRITE);
  }

  private static long offset(int block) {
    return (long) block << Frames.HUGE_SHIFT;
  }

  @Override
  void release(int block) {
    long stamp = descriptor.readLock();
    try {
      if (!closed) {
        Linux.punchHole(fd, offset(block), Frames.HUGE_BYTES);
      }
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory); // which closes the descriptor
    }
    physicalHugePages.forget(block);
  }

  @Override
  public boolean canOverlay() {
    return true;
  }

  @Override
  public boolean overlay(long at, int frame, int count, boolean writable) {
    long stamp = descriptor.readLock();
    try {
      return !closed
          && Linux.overlay(
              at,
              (long) count << Frames.FRAME_SHIFT,
              fd,
              (long) frame << Frames.FRAME_SHIFT,
              writable);
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory); // which closes the descriptor
    }
  }

  @Override
  public MemorySegment map(MapMode mode, int frame, long offset, long size, Arena arena)
      throws IOException {
    // Never more than the file has, which the JDK would extend: what was in use was populated, and
    // the file grows with that and never shrinks. Without the lock of the descriptor: whoever maps
    // keeps the store open.
    try {
      return mappable.map(mode, ((long) frame << Frames.FRAME_SHIFT) + offset, size, arena);
    } finally {
      Reference.reachabilityFence(memory); // which closes the descriptor
    }
  }

  @Override
  public boolean renew(int frame) {
    long offset = (long) frame << Frames.FRAME_SHIFT;
    long stamp = descriptor.readLock();
    try {
      // The bad page goes with its place in the memory file; laying the file anew over the address
      // takes the kernel's mark out of the page table.
      return !closed
          && Linux.punchHole(fd, offset, Frames.FRAME_BYTES) == 0
          && Linux.populate(fd, offset, Frames.FRAME_BYTES) == 0
          && Linux.overlay(address + offset, Frames.FRAME_BYTES, fd, offset, true)
          && isReadable(offset);
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory); // which unmaps the addresses
    }
  }

  /** As {@link PoolMemory#isReadable}. */
  boolean isReadable(int frame) {
    long stamp = descriptor.readLock();
    try {
      // Once closed it is nobody's memory, and a look would only take new.
      return closed || isReadable((long) frame << Frames.FRAME_SHIFT);
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory);
    }
  }

  /**
   * Asks the kernel what it knows first: the other question has it read a byte of the page, which
   * must not be one that it knows to be bad.
   */
  private boolean isReadable(long offset) {
    return MemoryProbe.isReadableAnew(fd, offset, Frames.FRAME_BYTES).orElse(true)
        && MemoryProbe.isReadable(address + offset);
  }

  /** As {@link PoolMemory#areReadable}. */
  Optional<Boolean> areReadable(int first, int count) {
    long offset = (long) first << Frames.FRAME_SHIFT;
    long length = (long) count << Frames.FRAME_SHIFT;
    long stamp = descriptor.readLock();
    try {
      if (closed) {
        return Optional.of(true);
      }
      Optional<Boolean> anew = MemoryProbe.isReadableAnew(fd, offset, length);
      return anew.orElse(false) ? MemoryProbe.isReadable(address + offset, length) : anew;
    } finally {
      descriptor.unlockRead(stamp);
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public long physicalHugeBytes() {
    return physicalHugePages.bytes();
  }

  @Override
  public void close() {
    long stamp = descriptor.writeLock();
    try {
      if (!closed) {
        closed = true;
        physicalHugePages.forgetAll();
        Linux.punchHole(fd, 0, bytes);
        closeOnce(open, fd);
        // Last: what is left of it, if there is no heap for that, holds no memory.
        mappable.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      descriptor.unlockWrite(stamp);
      Reference.reachabilityFence(memory); // which closes the descriptor
    }
  }
}
