package io.github.cordonfs.monitor.pool;

import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of one moment; all but the counts are in bytes.
 *
 * @param capacity the most that files can use
 * @param used by files
 * @param resident obtained from the operating system
 * @param huge used by files in huge folios
 * @param dataLost poisoned pages of files
 * @param retired out of service, and in no file
 * @param patrolled what the patrol has looked at so far
 * @param transfers what was read from files and written to them so far
 * @param storeReads reads of the store behind a mount so far; 0 if there is none
 * @param reads how reads of mounted files went so far; nothing if there were none, or there is no
 *     store
 * @param failures handled so far, by source
 */
public record Gauges(
    long capacity,
    long used,
    long resident,
    long huge,
    long dataLost,
    long retired,
    long patrolled,
    TransferCounts transfers,
    long storeReads,
    Optional<ReadCounts> reads,
    Map<String, Long> failures) {}
