package io.github.cordonfs.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a file system with faults consists of, whether it is wrapped or has a hook: its rules, who
 * is told of changes, and what is open. Paths are those of the file system that does the work.
 */
final class FaultState {

  private final UnaryOperator<Path> unwrap;
  private final Consumer<Boolean> active;
  private final Faults faults = new Faults(this);
  private final Map<Closeable, OpenHandle> handles =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Held during a change and until the observer knows of it, so that it learns the true order. */
  private final ReentrantLock order = new ReentrantLock();

  private final Unforced unforced = new Unforced();

  /** Set once, before anybody has this. */
  private @Nullable FileSystem below;

  private volatile @Nullable OperationObserver observer;

  /**
   * Makes it.
   *
   * @param unwrap gives the path of the file system that does the work for one that users have
   * @param active is told whether operations have to be looked at
   */
  FaultState(UnaryOperator<Path> unwrap, Consumer<Boolean> active) {
    this.unwrap = unwrap;
    this.active = active;
  }

  void attach(FileSystem worker) {
    below = worker;
  }

  /** Returns the file system that does the work. */
  FileSystem below() {
    return Objects.requireNonNull(below, "not open yet");
  }

  Path unwrap(Path path) {
    return unwrap.apply(path);
  }

  Faults faults() {
    return faults;
  }

  void observe(@Nullable OperationObserver next) {
    order.lock();
    try {
      observer = next;
      changed();
    } finally {
      order.unlock();
    }
  }

  /**
   * Is called when rules or observers have come or gone: of two calls the last one knows of both.
   */
  synchronized void changed() {
    active.accept(faults.isArmed() || isOrdered());
  }

  List<OpenHandle> openHandles() {
    synchronized (handles) {
      return List.copyOf(handles.values());
    }
  }

  /** Whether changes have to be made one at a time, and somebody told of them. */
  boolean isOrdered() {
    return observer != null || faults.failedForce() == FailedForce.CONTENT_REVERTS;
  }

  /** What comes back when a force fails; in order only. */
  Unforced unforced() {
    return unforced;
  }

  @Nullable OperationObserver observer() {
    return observer;
  }

  void opened(Closeable handle, String what) {
    handles.put(handle, new OpenHandle(what, new Throwable("opened here")));
  }

  void closed(Closeable handle) {
    handles.remove(handle);
  }

  /** Whether this thread is in the middle of a change: what it does now is part of that. */
  boolean isWithin() {
    return order.isHeldByCurrentThread();
  }

  /** Does something, and tells the observer of it before anything else is done. */
  <T extends @Nullable Object> T inOrder(Callable<T> change) throws IOException {
    order.lock();
    try {
      return change.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      order.unlock();
    }
  }

  /** Releases hangs, removes all rules and closes what is open. */
  void close() throws IOException {
    faults.disarm();
    List<Closeable> open;
    synchronized (handles) {
      open = new ArrayList<>(handles.keySet());
    }
    for (Closeable handle : open) {
      handle.close();
    }
    inOrder(() -> {
      unforced.close();
      return null;
    });
  }
}
