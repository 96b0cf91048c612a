package io.github.cordonfs.monitor.pool;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.MemoryFailureEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One memory failure, as far as it is known here.
 *
 * @param time when it was handled
 * @param frame that failed
 * @param paths of the file; empty if there is none, or it has no name
 * @param range of the file that was in the frame; empty if the frame was in no file
 * @param dataLost whether data was lost
 * @param source how it was found: hardware, scrub or injected
 * @param outcome what the handling came to; empty if that is not known
 * @param use what the frame was used for; empty if that is not known
 * @param kernelPfn the kernel's number of the physical page, -1 if that is not known
 * @param handling how long it took
 */
public record FailureReport(
    Instant time,
    int frame,
    List<String> paths,
    ByteRange range,
    boolean dataLost,
    String source,
    String outcome,
    String use,
    long kernelPfn,
    Duration handling) {

  /** Copies the list. */
  public FailureReport {
    paths = List.copyOf(paths);
  }

  /** Makes one of an event. */
  public static FailureReport of(MemoryFailureEvent event) {
    return new FailureReport(
        event.time(),
        event.frame(),
        event.paths(),
        event.range(),
        isLost(event),
        word(event.source()),
        word(event.outcome()),
        word(event.message()),
        event.kernelPfn().orElse(-1),
        event.handling());
  }

  private static boolean isLost(MemoryFailureEvent event) {
    return switch (event.message()) {
      case MEMORY_PAGE, MEMORY_PAGE_DROPPED -> true;
      case CLEAN_PAGE, FREE, ALREADY_POISONED, UNKNOWN -> false;
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
