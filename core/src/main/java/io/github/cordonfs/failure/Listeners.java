package io.github.cordonfs.failure;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells listeners, and the log, about memory failures. Thread-safe; called with no lock held. */
final class Listeners {

  /** Made when it is needed, or soon after somebody listens; any will do. It keeps what is set. */
  private static System.@Nullable Logger logger;

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

  /** Returns the log. */
  static System.Logger log() {
    System.Logger made = logger;
    if (made == null) {
      made = System.getLogger("io.github.cordonfs");
      logger = made;
    }
    return made;
  }

  Registration add(Consumer<? super MemoryFailureEvent> listener) {
    Entry entry = new Entry(listener);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  void tell(MemoryFailureEvent event) {
    if (event.source() != FailureSource.INJECTED) {
      log().log(System.Logger.Level.WARNING, FailureText.of(fileSystem, event));
    }
    for (Entry entry : entries) {
      try {
        entry.listener.accept(event);
      } catch (RuntimeException | Error e) {
        // A listener's fault is not the reader's or writer's who met the failure.
        log()
            .log(
                System.Logger.Level.ERROR,
                "a listener failed; it was told of: " + FailureText.of(fileSystem, event),
                e);
      }
    }
  }
}
