package io.github.cordonfs.cache.extent;

import io.github.cordonfs.PageState;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what frames are used for, without a lock: owners are hints, and what is true of their
 * pages may change meanwhile. Nothing may depend on it but a picture.
 */
public final class FrameLook {

  private static final byte FREE = PageState.FREE.code();
  private static final byte SMALL = PageState.SMALL.code();
  private static final byte HUGE = PageState.HUGE.code();
  private static final byte CLEAN = PageState.CLEAN.code();
  private static final byte MAPPED = PageState.MAPPED.code();
  private static final byte DIRTY = PageState.DIRTY.code();
  private static final byte SOFT_OFFLINED = PageState.SOFT_OFFLINED.code();
  private static final byte QUARANTINED = PageState.QUARANTINED.code();
  private static final byte POISONED = PageState.POISONED.code();

  private final FrameTable table;

  /** Whose frame was looked at last; neighbours are often of the same. */
  private @Nullable Extent extent;

  /** Of that extent. */
  private int folio;

  private boolean mappedInPart;

  /** Of a page of that extent of which nothing better is known. */
  private byte common;

  private FrameLook(FrameTable table) {
    this.table = table;
  }

  /**
   * Copies the states of frames, the codes of {@link PageState}.
   *
   * @param first the first of the frames, which exist
   */
  public static void states(FrameTable table, int first, byte[] target, int offset, int count) {
    FrameLook look = new FrameLook(table);
    for (int done = 0; done < count; ) {
      int frame = first + done;
      int inBlock = Frames.HUGE_FRAMES - (frame & (Frames.HUGE_FRAMES - 1));
      int some = Math.min(inBlock, count - done);
      if (table.copyStates(frame, target, offset + done, some)) {
        for (int i = 0; i < some; i++) {
          int at = offset + done + i;
          target[at] = look.state(frame + i, target[at]);
        }
      } else {
        Arrays.fill(target, offset + done, offset + done + some, FREE);
      }
      done += some;
    }
  }

  private byte state(int frame, byte state) {
    return switch (state) {
      case FrameState.IN_USE -> used(frame);
      case FrameState.POISONED -> POISONED;
      case FrameState.QUARANTINED ->
          table.cause(frame) == Cause.SUSPECT ? SOFT_OFFLINED : QUARANTINED;
      case FrameState.TRANSIT_POISONED -> QUARANTINED;
      default -> FREE;
    };
  }

  @SuppressWarnings("ReferenceEquality") // the same extent, not one like it
  private byte used(int frame) {
    FrameOwner owner = table.owner(frame);
    if (!(owner instanceof Extent found)) {
      return SMALL; // on its way into a file, or out of one
    }
    if (found != extent) {
      remember(found);
    }
    if (common != CLEAN && !mappedInPart) {
      return common;
    }
    int page = folio >= 0 ? frame - folio : table.slot(frame);
    if (page < 0 || page >= Frames.HUGE_FRAMES) {
      return common;
    }
    if (found instanceof BackedExtent backed && backed.isDirty(page)) {
      return DIRTY;
    }
    return mappedInPart && found.file().mappings().covers(found.firstPage() + page)
        ? MAPPED
        : common;
  }

  private void remember(Extent found) {
    extent = found;
    folio = found.folio();
    mappedInPart = found.file().mappings().overlaps(found.firstPage(), found.endPage());
    common = found instanceof BackedExtent ? CLEAN : folio >= 0 ? HUGE : SMALL;
  }
}
