package io.github.cordonfs.failure;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells listeners, and the log, about memory failures. Thread-safe; called with no lock held. */
final class Listeners {

  private static final System.Logger LOG = System.getLogger("io.github.cordonfs");

  /** A listener that was added; by identity, so that one that was added twice is two. */
  private static final class Entry {
    final Consumer<? super MemoryFailureEvent> listener;

    Entry(Consumer<? super MemoryFailureEvent> listener) {
      this.listener = listener;
    }
  }

  private final String fileSystem;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /**
   * Makes an empty list.
   *
   * @param fileSystem its name, for the log
   */
  Listeners(String fileSystem) {
    this.fileSystem = fileSystem;
  }

  Registration add(Consumer<? super MemoryFailureEvent> listener) {
    Entry entry = new Entry(listener);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  void tell(MemoryFailureEvent event) {
    if (event.source() != FailureSource.INJECTED) {
      LOG.log(System.Logger.Level.WARNING, FailureText.of(fileSystem, event));
    }
    for (Entry entry : entries) {
      try {
        entry.listener.accept(event);
      } catch (RuntimeException | Error e) {
        // A listener's fault is not the reader's or writer's who met the failure.
        LOG.log(
            System.Logger.Level.ERROR,
            "a listener failed; it was told of: " + FailureText.of(fileSystem, event),
            e);
      }
    }
  }
}
