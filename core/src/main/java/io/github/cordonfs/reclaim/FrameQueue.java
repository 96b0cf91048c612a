package io.github.cordonfs.reclaim;

import static io.github.cordonfs.reclaim.FrameTags.NONE;

/** Frames of one kind in the order they came, linked through their tags. */
final class FrameQueue {

  private final FrameTags tags;
  private final int kind;
  private int newest = NONE;
  private int oldest = NONE;
  private long weight;

  FrameQueue(FrameTags tags, int kind) {
    this.tags = tags;
    this.kind = kind;
  }

  /** The frame that has been here longest, or {@link FrameTags#NONE}. */
  int oldest() {
    return oldest;
  }

  /** The pages of all frames. */
  long weight() {
    return weight;
  }

  /** Takes in a frame that is in no queue, as the newest. */
  void add(int frame) {
    tags.setKind(frame, kind);
    tags.setNewer(frame, NONE);
    tags.setOlder(frame, newest);
    if (newest == NONE) {
      oldest = frame;
    } else {
      tags.setNewer(newest, frame);
    }
    newest = frame;
    weight += tags.weight(frame);
  }

  /** Takes a frame of this queue out, which then is of kind {@code to}. */
  void remove(int frame, int to) {
    int newer = tags.newer(frame);
    int older = tags.older(frame);
    if (newer == NONE) {
      newest = older;
    } else {
      tags.setOlder(newer, older);
    }
    if (older == NONE) {
      oldest = newer;
    } else {
      tags.setNewer(older, newer);
    }
    weight -= tags.weight(frame);
    tags.setKind(frame, to);
  }
}
