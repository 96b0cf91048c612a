package io.github.cordonfs;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A snapshot of what the background task has done that joins small folios into huge ones.
 *
 * @param scannedBlocks blocks of 2 MiB of memory scanned, each counted every time it is scanned
 * @param joined 2 MiB ranges of files joined into huge folios
 * @param notJoined ranges scanned and left as they were, by reason
 */
public record CollapseCounters(
    long scannedBlocks, long joined, Map<CollapseReport.Reason, Long> notJoined) {

  /** Copies the map. */
  public CollapseCounters {
    Map<CollapseReport.Reason, Long> copy = new EnumMap<>(CollapseReport.Reason.class);
    copy.putAll(Objects.requireNonNull(notJoined, "notJoined"));
    notJoined = Collections.unmodifiableMap(copy);
  }
}
