package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.OperationObserver.Force;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a power cut can lose: by POSIX, whatever was not forced. A force of a file covers its bytes
 * and its size, and none of its names; a force of a directory covers the names in it, and nothing
 * of the files that they lead to.
 *
 * <p>A force that failed covers nothing, and neither does a later one cover what that one should
 * have: the pages count as clean, as ext4 and XFS have it; or it does, where they stay dirty.
 */
final class Pending {

  private final List<LogEntry> entries;

  /** Forces that are taken for ones that lie. */
  private final Set<Integer> ignored;

  Pending(List<LogEntry> entries, Set<Integer> ignored) {
    this.entries = entries;
    this.ignored = ignored;
  }

  /** Returns the units of the first entries that are not on the disk for sure, in order. */
  List<Integer> at(int cut) {
    List<Integer> pending = new ArrayList<>();
    Set<Integer> abandoned = new HashSet<>();
    for (int i = 0; i < cut; i++) {
      if (entries.get(i) instanceof LogEntry.Unit unit) {
        if (!(unit instanceof LogEntry.Write write && write.forced())) {
          pending.add(i);
        }
      } else if (entries.get(i) instanceof LogEntry.Forced forced && !ignored.contains(i)) {
        if (forced.result() == Force.DONE) {
          pending.removeIf(each -> !abandoned.contains(each) && node(each) == forced.node());
        } else if (forced.result() == Force.FAILED) {
          pending.stream().filter(each -> node(each) == forced.node()).forEach(abandoned::add);
        }
      }
    }
    return pending;
  }

  private int node(int entry) {
    return ((LogEntry.Unit) entries.get(entry)).node();
  }
}
