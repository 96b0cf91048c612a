package io.github.cordonfs.overlay;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.List;

/** A key of one of the two file systems, with its names as paths of the default file system. */
final class OverlayWatchKey implements WatchKey {

  private final OverlayWatchService service;
  private final WatchKey key;
  private final OverlayPath directory;

  OverlayWatchKey(OverlayWatchService service, WatchKey key, OverlayPath directory) {
    this.service = service;
    this.key = key;
    this.directory = directory;
  }

  @Override
  public boolean isValid() {
    return key.isValid();
  }

  @Override
  public List<WatchEvent<?>> pollEvents() {
    List<WatchEvent<?>> events = new ArrayList<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      events.add(event.context() instanceof Path name ? named(event, name) : event);
    }
    return events;
  }

  @SuppressWarnings("unchecked") // Events with a path are of kinds of paths.
  private WatchEvent<Path> named(WatchEvent<?> event, Path name) {
    return new Named(
        (WatchEvent.Kind<Path>) event.kind(),
        event.count(),
        directory.getFileSystem().getPath(name.toString()));
  }

  @Override
  public boolean reset() {
    boolean valid = key.reset();
    if (!valid) {
      service.forget(key);
    }
    return valid;
  }

  @Override
  public void cancel() {
    key.cancel();
    service.forget(key);
  }

  @Override
  public Watchable watchable() {
    return directory;
  }

  private record Named(Kind<Path> kind, int count, Path context) implements WatchEvent<Path> {}
}
