package io.github.cordonfs.hadoop;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The executors of the driver that runs in this process. Thread-safe. */
final class LiveExecutors {

  static final LiveExecutors OF_THIS_DRIVER = new LiveExecutors();

  // Of this monitor.
  private final TreeSet<String> names = new TreeSet<>();
  private @Nullable ExecutorRing ring;

  LiveExecutors() {}

  /** Returns the name under which Spark finds an executor, where it takes the names of hosts. */
  private static String name(String host, String id) {
    return "executor_" + host + "_" + id;
  }

  synchronized void added(String host, String id) {
    if (names.add(name(host, id))) {
      ring = null;
    }
  }

  synchronized void removed(String id) {
    if (names.removeIf(each -> each.endsWith("_" + id))) {
      ring = null;
    }
  }

  synchronized Collection<String> names() {
    return List.copyOf(names);
  }

  /** Returns who reads what, as things are now. */
  synchronized ExecutorRing ring() {
    ExecutorRing made = ring;
    if (made == null) {
      made = new ExecutorRing(names);
      ring = made;
    }
    return made;
  }
}
