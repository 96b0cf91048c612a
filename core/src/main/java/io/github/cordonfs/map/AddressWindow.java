package io.github.cordonfs.map;

import io.github.cordonfs.frame.FrameStore;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.os.Linux;

/** The addresses of a real mapping. */
final class AddressWindow implements Window {

  private final FrameStore store;
  private final long address;
  private final boolean writable;

  /**
   * Creates a window.
   *
   * @param address where the mapping begins, a multiple of 4096
   */
  AddressWindow(FrameStore store, long address, boolean writable) {
    this.store = store;
    this.address = address;
    this.writable = writable;
  }

  @Override
  public boolean show(long page, int frame, int count) {
    return store.overlay(addressOf(page), frame, count, writable);
  }

  @Override
  public boolean showZeros(long page, long count) {
    return Linux.overlayZeros(addressOf(page), count << Frames.FRAME_SHIFT);
  }

  @Override
  public boolean fault(long page, long count) {
    return faultAt(addressOf(page), page, count, writable);
  }

  /**
   * Makes accesses to a range of addresses fault.
   *
   * @param page its number in the mapping: adjacent ranges become one in the kernel if it goes on
   */
  static boolean faultAt(long address, long page, long count, boolean writable) {
    return Linux.overlay(
        address,
        count << Frames.FRAME_SHIFT,
        AnchorFile.empty(),
        page << Frames.FRAME_SHIFT,
        writable);
  }

  private long addressOf(long page) {
    return address + (page << Frames.FRAME_SHIFT);
  }
}
