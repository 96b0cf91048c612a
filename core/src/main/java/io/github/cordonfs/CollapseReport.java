package io.github.cordonfs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The result of {@link CordonFileChannel#collapse}.
 *
 * @param joined how many 2 MiB ranges became a huge folio
 * @param notJoined how many did not, by reason; reasons that did not occur are missing
 */
public record CollapseReport(int joined, Map<Reason, Integer> notJoined) {

  /** Why a range of 2 MiB was not joined. */
  public enum Reason {
    /** It already was a huge folio. */
    ALREADY_HUGE,
    /** It has no data. */
    EMPTY,
    /** It contains a poisoned page. */
    POISONED,
    /** It is mapped for writing, and a store during the copy could be lost. */
    MAPPED,
    /** There is no free block of 2 MiB. */
    NO_MEMORY,
    /** A page changed or failed while it was copied; nothing was lost. */
    FAILED
  }

  /** Copies the map. */
  public CollapseReport {
    Map<Reason, Integer> copy = new EnumMap<>(Reason.class);
    copy.putAll(Objects.requireNonNull(notJoined, "notJoined"));
    notJoined = Collections.unmodifiableMap(copy);
  }

  /**
   * Returns how many ranges were not joined for one reason.
   *
   * @param reason the reason
   */
  public int notJoined(Reason reason) {
    return notJoined.getOrDefault(Objects.requireNonNull(reason, "reason"), 0);
  }
}
