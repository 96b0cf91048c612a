package io.github.cordonfs.cache;

import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The real memory with doors in it: code that runs in the middle of an access, in the thread that
 * makes it, as another thread might run there by chance. What that code itself accesses opens no
 * doors.
 */
public final class SpyMemory extends PoolMemory {

  /** Where a door is. */
  public enum Moment {
    BEFORE_COPY_OUT,
    AFTER_COPY_OUT,
    BEFORE_COPY_IN,
    AFTER_COPY_IN,
    BEFORE_COPY_FRAMES,
    AFTER_COPY_FRAMES,
    BEFORE_PROBE,
    AFTER_PROBE,
    ADDRESS,
    BEFORE_FILL,
    AFTER_FILL,
    BARRIER
  }

  /** What runs. */
  @FunctionalInterface
  public interface Intruder {
    /** Runs; a barrier has frame -1. */
    void run(int frame, int offset, int length);
  }

  private final PoolMemory memory;

  /** Frames that are bad, and how many looks at each still find nothing. */
  private final Map<Integer, Integer> bad = new ConcurrentHashMap<>();

  private final Map<Moment, Intruder> intruders = new EnumMap<>(Moment.class);
  private boolean inside;

  SpyMemory(PoolMemory memory) {
    this.memory = memory;
  }

  /** Lets code in at a moment, each time, until {@link #quiet}. */
  public void each(Moment moment, Intruder intruder) {
    intruders.put(moment, intruder);
  }

  /** Lets code in at a moment, the next time only. */
  public void once(Moment moment, Runnable intruder) {
    intruders.put(
        moment,
        (frame, offset, length) -> {
          intruders.remove(moment);
          intruder.run();
        });
  }

  /** Shuts all doors. */
  public void quiet() {
    intruders.clear();
  }

  /** Lets the memory of a frame be bad for whoever looks; what is accessed stays as it is. */
  public void goBad(int frame) {
    goBad(frame, 0);
  }

  /**
   * As the other, for a kernel that is still at work.
   *
   * @param after so many looks that find nothing
   */
  public void goBad(int frame, int after) {
    bad.put(frame, after);
  }

  /** Lets the memory of a frame be good. */
  public void mend(int frame) {
    bad.remove(frame);
  }

  private void enter(Moment moment, int frame, int offset, int length) {
    Intruder intruder = inside ? null : intruders.get(moment);
    if (intruder != null) {
      inside = true;
      try {
        intruder.run(frame, offset, length);
      } finally {
        inside = false;
      }
    }
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    enter(Moment.BEFORE_COPY_OUT, frame, offset, length);
    memory.copyOut(frame, offset, target, targetOffset, length);
    enter(Moment.AFTER_COPY_OUT, frame, offset, length);
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    enter(Moment.BEFORE_COPY_IN, frame, offset, length);
    memory.copyIn(frame, offset, source, sourceOffset, length);
    enter(Moment.AFTER_COPY_IN, frame, offset, length);
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    enter(Moment.BEFORE_COPY_FRAMES, from, 0, count);
    memory.copyFrames(from, to, count);
    enter(Moment.AFTER_COPY_FRAMES, to, 0, count);
  }

  @Override
  public @Nullable MemorySegment bytes(int frame, int offset, int length) {
    return memory.bytes(frame, offset, length);
  }

  @Override
  public boolean isReadable(int frame) {
    enter(Moment.BEFORE_PROBE, frame, 0, 0);
    Integer looks = bad.computeIfPresent(frame, (_, left) -> left - 1);
    boolean readable = (looks == null || looks >= 0) && memory.isReadable(frame);
    enter(Moment.AFTER_PROBE, frame, 0, 0);
    return readable;
  }

  @Override
  public Optional<Boolean> areReadable(int first, int count) {
    enter(Moment.BEFORE_PROBE, first, 0, count);
    return bad.keySet().stream().anyMatch(frame -> frame >= first && frame < first + count)
        ? Optional.of(false)
        : memory.areReadable(first, count);
  }

  @Override
  public long readableBytes(MemorySegment source, long offset, long length) {
    return memory.readableBytes(source, offset, length);
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    enter(Moment.BEFORE_FILL, frame, offset, length);
    memory.fill(frame, offset, length, value);
    enter(Moment.AFTER_FILL, frame, offset, length);
  }

  @Override
  public void barrier() {
    memory.barrier();
    enter(Moment.BARRIER, -1, 0, 0);
  }

  @Override
  public int frameOfAddress(long address) {
    return memory.frameOfAddress(address);
  }

  @Override
  public long address(int frame) {
    enter(Moment.ADDRESS, frame, 0, 0);
    return memory.address(frame);
  }
}
