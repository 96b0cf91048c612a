package io.github.cordonfs.cache;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageOffline;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A memory that looks at the windows whenever a frame is written to: none may show a frame that is
 * filled because it failed, nor one that is another file's or nobody's.
 */
final class WatchedMemory extends PoolMemory {

  private final PoolMemory memory;

  /** Opened at a barrier. */
  final Gate gate = new Gate();

  private volatile List<FakeWindow> windows = List.of();
  private volatile FrameTable table;
  private volatile int barriersToGate;
  private volatile boolean framesCopied;

  WatchedMemory(PoolMemory memory) {
    this.memory = memory;
  }

  /** Looks at windows from now on. */
  void watch(List<FakeWindow> watched, FrameTable frames) {
    table = frames;
    windows = watched;
  }

  /**
   * Opens the gate after frames were copied.
   *
   * @param barriers at the first barrier after that, or a later one
   */
  void openGateAfterCopy(int barriers) {
    framesCopied = false;
    barriersToGate = barriers;
  }

  private void look(int frame, boolean failed) {
    for (FakeWindow window : windows) {
      if (window.shows(frame)) {
        Scene.check(!failed, "frame " + frame + " is filled before it is cut off");
        byte state = table.state(frame);
        FrameOwner owner = table.owner(frame);
        boolean others = owner instanceof Extent extent && !extent.file().equals(window.space);
        boolean wrong = others || state == FrameState.FREE || state == FrameState.QUARANTINED;
        Scene.check(
            !wrong || !window.shows(frame), "a window shows frame " + frame + ", not its file's");
      }
    }
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    memory.copyOut(frame, offset, target, targetOffset, length);
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    look(frame, false);
    memory.copyIn(frame, offset, source, sourceOffset, length);
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    look(to, false);
    memory.copyFrames(from, to, count);
    framesCopied = true;
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    look(frame, value == PageOffline.PATTERN);
    memory.fill(frame, offset, length, value);
  }

  @Override
  public void barrier() {
    memory.barrier();
    int left = barriersToGate;
    if (left > 0 && framesCopied) {
      barriersToGate = left - 1;
      if (left == 1) {
        gate.open();
      }
    }
  }

  @Override
  public int frameOfAddress(long address) {
    return memory.frameOfAddress(address);
  }

  @Override
  public long address(int frame) {
    return memory.address(frame);
  }
}
