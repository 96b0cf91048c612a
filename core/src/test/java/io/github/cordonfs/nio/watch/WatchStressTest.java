package io.github.cordonfs.nio.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several threads change a directory that another watches. */
class WatchStressTest extends CordonFixture {

  private static final int THREADS = 3;
  private static final int ROUNDS = 3000;
  private static final int NAMES = 5;
  private static final int MAX_EVENTS = 512;

  /** What a watcher heard. */
  private static final class Tally {

    /** The names that are there, as the events tell it. Unknown after an overflow. */
    private final Set<String> there = new HashSet<>();

    private long events;
    private long lost;

    void add(WatchEvent<?> event) {
      if (event.kind().equals(OVERFLOW)) {
        // It counts from the event that was one too many; those that waited went with it.
        lost += event.count() + MAX_EVENTS;
        return;
      }
      String name = event.context().toString();
      events += event.count();
      boolean created = event.kind().equals(ENTRY_CREATE);
      if (lost == 0) {
        assertThat(event.count()).isEqualTo(1);
        assertThat(created ? there.add(name) : there.remove(name))
            .as("%s %s", created, name)
            .isTrue();
      }
    }
  }

  /** Threads share names, so the order of events matters: made, gone, made, gone. */
  @Test
  void creationsAndDeletionsComeInTheirOrderAndNoneIsLostUntold() throws Exception {
    Path dir = Files.createDirectory(path("/dir"));
    AtomicLong done = new AtomicLong();
    CountDownLatch changing = new CountDownLatch(THREADS);
    Tally tally = new Tally();
    try (WatchService watcher = fs.newWatchService()) {
      var _ = dir.register(watcher, ENTRY_CREATE, ENTRY_DELETE);
      List<Together.Task> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int me = t;
        tasks.add(() -> {
          try {
            for (int i = 0; i < ROUNDS; i++) {
              if (toggle(dir.resolve("f" + (i + me) % NAMES))) {
                done.incrementAndGet();
              }
            }
          } finally {
            changing.countDown();
          }
        });
      }
      tasks.add(() -> {
        boolean last;
        do {
          // Events are there when the change is done: what is not there after the last one is lost.
          last = changing.getCount() == 0;
          WatchKey key = watcher.poll();
          if (key != null) {
            key.pollEvents().forEach(tally::add);
            assertThat(key.reset()).isTrue();
            last = false;
          }
        } while (!last);
      });
      Together.run(tasks);
    }
    assertThat(tally.events + tally.lost).isEqualTo(done.get()).isPositive();
  }

  /** Makes or deletes a file; false if another thread did it first. */
  private static boolean toggle(Path file) throws IOException {
    try {
      if (Files.deleteIfExists(file)) {
        return true;
      }
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }

  /** Registering, cancelling, closing and deleting against changes: nothing hangs or is left. */
  @Test
  void watchersComeAndGoWhileFilesDo() throws Exception {
    Path dir = path("/dir");
    Files.createDirectory(dir);
    AtomicBoolean over = new AtomicBoolean();
    Together.run(
        () -> {
          try {
            for (int i = 0; i < ROUNDS; i++) {
              Files.createDirectories(dir);
              Path file = dir.resolve("f");
              Files.write(file, new byte[1]);
              Files.delete(file);
              Files.delete(dir);
            }
          } finally {
            over.set(true);
          }
        },
        () -> {
          while (!over.get()) {
            try (WatchService watcher = fs.newWatchService()) {
              WatchKey key = dir.register(watcher, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
              // Every directory ends, and whoever watches it hears of that.
              while (!over.get() && key.isValid()) {
                assertThat(watcher.take().pollEvents()).hasSizeLessThan(4);
                var _ = key.reset();
              }
            } catch (NoSuchFileException _) {
              // Between two lives of the directory.
            }
          }
        },
        () -> {
          while (!over.get()) {
            try (WatchService watcher = fs.newWatchService()) {
              WatchKey key = dir.register(watcher, ENTRY_MODIFY);
              key.cancel();
              assertThat(key.isValid()).isFalse();
            } catch (NoSuchFileException _) {
              // As above.
            }
          }
        });
  }

  @Test
  void aDirectoryIsWatchedAgainAsSoonAsItsKeyIsCancelled() throws Exception {
    Path directory = Files.createDirectory(path("/watched"));
    AtomicReference<WatchKey> current = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    try (WatchService service = fs.newWatchService()) {
      current.set(directory.register(service, ENTRY_CREATE));
      Together.run(
          () -> {
            while (!done.get()) {
              current.get().cancel();
            }
          },
          () -> {
            try {
              for (int i = 0; i < 20_000; i++) {
                WatchKey old = current.get();
                while (old.isValid()) {
                  Thread.onSpinWait();
                }
                WatchKey key = directory.register(service, ENTRY_CREATE);
                assertThat(!key.equals(old) && key.isValid()).as("round %d", i).isTrue();
                current.set(key);
              }
            } finally {
              done.set(true);
            }
          });
    }
  }
}
