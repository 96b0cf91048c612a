package io.github.cordonfs.overlay;

import io.github.cordonfs.nio.watch.WatchQueue;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches directories of both file systems. Each has a service of its own, made for the first
 * directory of that file system; a thread takes its signalled keys over into one queue. A key stays
 * signalled until the user resets it, wherever it waits, so nothing of its state is lost on the
 * way.
 */
final class OverlayWatchService implements WatchService {

  private static final long RETRY_NANOS = 10_000_000;

  private final OverlayFileSystem fileSystem;
  private final WatchQueue queue = new WatchQueue();

  /** Guarded by this object's monitor, as the next fields; null before it is needed. */
  private @Nullable WatchService realService;

  private @Nullable WatchService cordonService;

  /** Ours for each key of theirs that is valid, as far as we know. */
  private final Map<WatchKey, OverlayWatchKey> keys = new HashMap<>();

  OverlayWatchService(OverlayFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  boolean isOf(OverlayFileSystem other) {
    return fileSystem == other;
  }

  synchronized WatchKey register(
      OverlayPath directory, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    queue.checkOpen();
    Path target = directory.target();
    boolean isReal = target.getFileSystem().equals(fileSystem.real());
    WatchService service = isReal ? realService() : cordonService();
    return keys.computeIfAbsent(
        target.register(service, events, modifiers),
        key -> new OverlayWatchKey(this, key, directory));
  }

  private WatchService realService() throws IOException {
    WatchService service = realService;
    if (service == null) {
      service = started(fileSystem.real().newWatchService());
      realService = service;
    }
    return service;
  }

  private WatchService cordonService() throws IOException {
    WatchService service = cordonService;
    if (service == null) {
      service = started(fileSystem.cordon().newWatchService());
      cordonService = service;
    }
    return service;
  }

  private WatchService started(WatchService service) throws IOException {
    boolean started = false;
    try {
      // It must keep nothing of whoever watches first.
      var _ =
          Thread.ofVirtual()
              .name("cordon-overlay-watch")
              .inheritInheritableThreadLocals(false)
              .start(() -> takeOver(service));
      started = true;
      return service;
    } finally {
      if (!started) {
        service.close();
      }
    }
  }

  private void takeOver(WatchService service) {
    WatchKey signalled = null;
    boolean logged = false;
    while (true) {
      try {
        if (signalled == null) {
          signalled = service.take();
        }
        queue.add(ours(signalled));
        signalled = null;
      } catch (ClosedWatchServiceException | InterruptedException _) {
        // Closed: by us, or with Cordon's file system. Nobody interrupts it.
        return;
      } catch (RuntimeException | Error e) {
        // A full heap, say. What was signalled must still be told.
        logged = logged || log(e);
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private static boolean log(Throwable failure) {
    try {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "a watch service met an error, and goes on; others are not logged",
              failure);
      return true;
    } catch (RuntimeException | Error _) {
      // There will be another error to log, or no need to.
      return false;
    }
  }

  private synchronized WatchKey ours(WatchKey key) {
    OverlayWatchKey ours = keys.get(key);
    if (ours != null) {
      return ours;
    }
    // Cancelled while it was signalled: it is still handed out, once.
    return new OverlayWatchKey(this, key, fileSystem.getPath(key.watchable().toString()));
  }

  /** Forgets a key that is not valid any more. */
  synchronized void forget(WatchKey key) {
    keys.remove(key);
  }

  @Override
  public @Nullable WatchKey poll() {
    return queue.poll();
  }

  @Override
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    return queue.poll(timeout, unit);
  }

  @Override
  public WatchKey take() throws InterruptedException {
    return queue.take();
  }

  @Override
  public synchronized void close() throws IOException {
    if (!queue.close()) {
      return;
    }
    keys.clear();
    try {
      if (cordonService != null) {
        cordonService.close();
      }
    } finally {
      if (realService != null) {
        realService.close();
      }
    }
  }
}
