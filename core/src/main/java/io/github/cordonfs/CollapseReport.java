package io.github.cordonfs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What joining small folios into huge ones did (contract row F6).
 *
 * @param joined 2 MiB ranges that are a huge folio now and were not before
 * @param notJoined the other ranges, by reason; reasons that did not occur are missing
 */
public record CollapseReport(int joined, Map<Reason, Integer> notJoined) {

  /** Why a range of 2 MiB was not joined. */
  public enum Reason {
    /** It is a huge folio. */
    ALREADY_HUGE,
    /** It has no data. */
    EMPTY,
    /** A page of it is poisoned. */
    POISONED,
    /** Stores through a mapping are possible, and one could be lost. */
    MAPPED,
    /** There is no free block of 2 MiB. */
    NO_MEMORY,
    /** A page changed or failed while it was copied; nothing was lost. */
    FAILED
  }

  /** Copies the map. */
  public CollapseReport {
    Map<Reason, Integer> copy = new EnumMap<>(Reason.class);
    copy.putAll(notJoined);
    notJoined = Collections.unmodifiableMap(copy);
  }

  /** Returns how many ranges were not joined for a reason. */
  public int notJoined(Reason reason) {
    return notJoined.getOrDefault(reason, 0);
  }
}
