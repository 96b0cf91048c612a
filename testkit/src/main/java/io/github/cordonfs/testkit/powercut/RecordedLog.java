package io.github.cordonfs.testkit.powercut;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link DiskLog} that has ended, for another JVM.
 *
 * @param nodes files and directories
 * @param entries what was done
 * @param before the names of each directory when the recording began
 * @param mapped files that were mapped writable
 */
@SuppressWarnings("serial") // Collections of the JDK are serializable.
record RecordedLog(
    List<DiskNode> nodes,
    List<LogEntry> entries,
    Map<Integer, Map<String, Integer>> before,
    Set<String> mapped)
    implements Serializable {}
