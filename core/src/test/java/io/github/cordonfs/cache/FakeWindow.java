package io.github.cordonfs.cache;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.Window;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mapping whose addresses are an array of what each page shows, so that it can be asked at any
 * moment, and a model checker can interleave it.
 */
final class FakeWindow implements Window {

  private static final int FAULT = -1;
  private static final int ZEROS = -2;

  final Mapping mapping;
  final AddressSpace space;

  /** Opened when the mapping is laid for the first time. */
  final Gate gate = new Gate();

  private final int[] views;
  private volatile boolean unattached = true;
  private volatile boolean gated;
  private volatile boolean atOnce;
  private volatile Runnable whenLaid = () -> {};
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean released;
  private volatile boolean laidAfterRelease;

  /** Makes a window of some pages from the first of a file; it is not attached yet. */
  FakeWindow(AddressSpace space, int pages, boolean writable) {
    this.space = space;
    this.views = new int[pages];
    Arrays.fill(views, FAULT);
    this.mapping = new Mapping(0, pages, writable, this::detached);
  }

  private void detached(Mapping detached) {
    MappingAttachment.detach(space, detached);
  }

  /** Opens the gate when the mapping is laid. */
  void openGateWhenLaid() {
    gated = true;
  }

  /** Has the kernel show adjacent frames at once, as a channel does, before anything is laid. */
  FakeWindow atOnce() {
    atOnce = true;
    return this;
  }

  /** Does something when the file was looked at, and before the next range is laid; once. */
  FakeWindow whenLaid(Runnable action) {
    whenLaid = action;
    return this;
  }

  /** Returns how many ranges were laid. */
  int calls() {
    return calls.get();
  }

  /** Returns what a page shows: a frame, or less than 0. */
  int view(int page) {
    return views[page];
  }

  /** Maps a file that exists. */
  void map() {
    Scene.check(tryMap(), "not mapped");
  }

  /** Maps, as a channel does; returns false if the file was destroyed. */
  boolean tryMap() {
    space.lock();
    try {
      long length = (long) views.length << Frames.FRAME_SHIFT;
      int code = MappingAttachment.prepare(space, 0, length, mapping.isWritable());
      if (code == AddressSpace.CLOSED) {
        unattached = true;
        return false;
      }
      Scene.check(code == 0, "prepare gave " + code);
      int frame = atOnce ? MappingAttachment.adjacentFrames(space, mapping) : Frames.NONE;
      if (frame != Frames.NONE) {
        set(0, views.length, frame, 1);
      }
      Scene.check(mapping.open(this, frame), "detached before it was open");
      code = MappingAttachment.attach(space, mapping);
      Scene.check(code == 0, "attach gave " + code);
      unattached = false;
      return true;
    } finally {
      space.unlock();
    }
  }

  /** Detaches, after which the addresses may be anybody's. */
  void unmap() {
    mapping.detach();
    released = true;
  }

  private boolean set(long page, long count, int view, int step) {
    if (gated) {
      gate.open();
    }
    Runnable action = whenLaid;
    whenLaid = () -> {};
    action.run();
    calls.incrementAndGet();
    laidAfterRelease |= released;
    int shown = view;
    for (int i = (int) page; i < page + count; i++) {
      views[i] = shown;
      shown += step;
    }
    return true;
  }

  @Override
  public boolean show(long page, int frame, int count) {
    return set(page, count, frame, 1);
  }

  @Override
  public boolean showZeros(long page, long count) {
    Scene.check(!mapping.isWritable(), "zeros that can be written");
    return set(page, count, ZEROS, 0);
  }

  @Override
  public boolean fault(long page, long count) {
    return set(page, count, FAULT, 0);
  }

  /**
   * Returns whether a frame can be read or written through it: as long as it is not attached nobody
   * has the addresses, and what is laid there may be out of date.
   */
  boolean shows(int frame) {
    if (unattached) {
      return false;
    }
    for (int view : views) {
      if (view == frame) {
        return true;
      }
    }
    return false;
  }

  /** Checks, when nobody is at work, that every page shows what the file has there. */
  void check() {
    Scene.check(!laidAfterRelease, "laid over addresses that were given up");
    for (int page = 0; page < views.length; page++) {
      int expected = released || unattached ? FAULT : expected(page);
      Scene.check(
          views[page] == expected,
          "page " + page + " shows " + views[page] + " instead of " + expected);
    }
  }

  private int expected(int page) {
    if ((long) page << Frames.FRAME_SHIFT >= space.shownEnd()) {
      return FAULT;
    }
    Extent extent = space.extentAt((long) page << Frames.FRAME_SHIFT);
    int inExtent = page & (Frames.HUGE_FRAMES - 1);
    int entry = extent == null ? PageEntry.HOLE : extent.entry(inExtent);
    if (PageEntry.isPoisoned(entry)) {
      return FAULT;
    }
    boolean data = extent != null && entry >= 0 && extent.isPresent(inExtent);
    Scene.check(data || !mapping.isWritable(), "a hole that can be stored to");
    // What only a store has is a fault until it is there.
    int without = space.isBacked() ? FAULT : ZEROS;
    return data ? entry : without;
  }
}
