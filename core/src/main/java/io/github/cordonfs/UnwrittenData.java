package io.github.cordonfs;

import java.time.Duration;
import java.util.Objects;

/**
 * What was written to a mount and is not in the store behind it yet.
 *
 * @param bytes of dirty pages
 * @param oldest how long a file has had dirty pages without a break, at most; zero if there are
 *     none. It only says that something is not written, not that it is late: a file that is written
 *     all the time may never be without
 */
public record UnwrittenData(long bytes, Duration oldest) {

  /** There is none. */
  public static final UnwrittenData NONE = new UnwrittenData(0, Duration.ZERO);

  /** Nothing may be null. */
  public UnwrittenData {
    Objects.requireNonNull(oldest, "oldest");
  }
}
