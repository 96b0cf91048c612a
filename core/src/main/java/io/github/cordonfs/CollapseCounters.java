package io.github.cordonfs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the background collapser has done (contract row F2). A snapshot.
 *
 * @param scannedBlocks pieces of 2 MiB of memory it has looked at, over and over
 * @param joined 2 MiB ranges of files it has joined into huge folios
 * @param notJoined ranges it has looked at and left as they were, by reason
 */
public record CollapseCounters(
    long scannedBlocks, long joined, Map<CollapseReport.Reason, Long> notJoined) {

  /** Copies the map. */
  public CollapseCounters {
    Map<CollapseReport.Reason, Long> copy = new EnumMap<>(CollapseReport.Reason.class);
    copy.putAll(notJoined);
    notJoined = Collections.unmodifiableMap(copy);
  }
}
