package io.github.cordonfs.testkit;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one file system: rules that say which operations fail, and how. Rules may be added,
 * switched on and off while operations go on. When several rules choose an operation, all of their
 * delays and hangs happen, and the first rule of another kind decides. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * faults.on("/data/wal*").op(WRITE).nth(3).fail(EIO);
 * }</pre>
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class Faults {

  private final FaultState state;
  private final List<FaultRule> rules = new ArrayList<>();
  private final List<String> fired = new ArrayList<>();

  /** Whether any rule may choose an operation: without one, nothing else is looked at. */
  private volatile boolean armed;

  private @Nullable Consumer<? super FileOp> tap;

  private volatile FailedForce failedForce = FailedForce.CONTENT_COUNTS_AS_WRITTEN;

  private volatile InstantSource clock = InstantSource.system();

  Faults(FaultState state) {
    this.state = state;
  }

  /**
   * Returns the faults of the file system that a path belongs to.
   *
   * @throws IllegalArgumentException if that has none: it was not opened by {@link FaultDisk}
   */
  public static Faults of(Path path) {
    if (path.getFileSystem() instanceof FaultFileSystem found) {
      return found.faults();
    }
    FaultState hooked = CordonDisk.stateOf(path.getFileSystem());
    if (hooked != null) {
      return hooked.faults();
    }
    throw new IllegalArgumentException(
        path + " belongs to " + path.getFileSystem() + ", whose operations cannot fail on request");
  }

  /**
   * Begins a rule.
   *
   * @param glob of absolute paths, in the syntax of {@link FileSystem#getPathMatcher}: {@code **}
   *     for all
   * @throws java.util.regex.PatternSyntaxException if that is no glob
   */
  public FaultRule on(String glob) {
    return new FaultRule(this, glob, state.below().getPathMatcher("glob:" + glob));
  }

  /**
   * Has a listener called with the kind of each operation, before any rule looks at it and with a
   * lock held: it must not use the file system.
   *
   * @param listener the listener, instead of the one before; null for none
   */
  public synchronized void tap(@Nullable Consumer<? super FileOp> listener) {
    tap = listener;
    armed = listener != null || !rules.isEmpty();
    state.changed();
  }

  /**
   * Sets the clock of time windows: of {@link FaultRule#between}.
   *
   * @param clock one that a test moves, for example; that of the system if nothing is said
   */
  public void clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Says what becomes of the content of a file whose force fails by a rule. For files that are
   * opened from now on.
   *
   * @param model of a file system; {@link FailedForce#CONTENT_COUNTS_AS_WRITTEN} if nothing is said
   */
  public void failedForce(FailedForce model) {
    failedForce = Objects.requireNonNull(model, "model");
    state.changed();
  }

  FailedForce failedForce() {
    return failedForce;
  }

  InstantSource clock() {
    return clock;
  }

  /** Removes all rules and releases what hangs. */
  public void disarm() {
    synchronized (this) {
      armed = tap != null;
      rules.forEach(FaultRule::releaseHangs);
      rules.clear();
      state.changed();
    }
  }

  /**
   * Makes the memory under a page of a file fail, mapped or not.
   *
   * @param file a regular file of this file system
   * @param offset a byte of the page, from 0, below the size of the file
   * @throws IllegalStateException if the file system below is not one of Cordon, opened with
   *     injection
   * @throws IOException if there is no such regular file
   */
  public void strike(Path file, long offset) throws IOException {
    failures().strike(state.unwrap(file), offset);
  }

  /** Returns what has failed so far, in order, one line for each: for messages of tests. */
  public synchronized List<String> fired() {
    return List.copyOf(fired);
  }

  MemoryFailures failures() {
    FileSystem below = state.below();
    if (below instanceof CordonFileSystem cordon && cordon.options().injection()) {
      return cordon.memoryFailures();
    }
    throw new IllegalStateException(
        "memory fails on request only in a file system of Cordon with injection(true), and not in "
            + below);
  }

  boolean isArmed() {
    return armed;
  }

  synchronized void added(FaultRule rule) {
    if (!rules.contains(rule)) {
      rules.add(rule);
    }
    armed = true;
    state.changed();
  }

  /**
   * Lets rules choose an operation on a channel.
   *
   * @param path of the file system that does the work
   * @return what becomes of it; null if nothing
   */
  @Nullable FaultAction before(FileOp op, Path path, long offset, long length) throws IOException {
    if (!armed) {
      return null;
    }
    FaultAction decided = null;
    List<FaultAction> waits = new ArrayList<>();
    synchronized (this) {
      if (tap != null) {
        tap.accept(op);
      }
      Path absolute = path.toAbsolutePath().normalize();
      for (FaultRule rule : List.copyOf(rules)) {
        FaultAction action = rule.decide(op, absolute, offset, length);
        if (action instanceof FaultAction.Delay || action instanceof FaultAction.Hold) {
          waits.add(action);
        } else if (action != null) {
          decided = action;
        }
        if (action != null) {
          fired.add(
              action + " at " + op + " " + absolute + (op.isOfPath() ? "" : " offset " + offset));
        }
        if (decided != null) {
          break;
        }
      }
    }
    waits.forEach(Faults::await);
    if (decided instanceof FaultAction.Strike) {
      failures().strike(path, offset);
      return null;
    }
    return decided;
  }

  /**
   * Lets rules choose an operation on a path.
   *
   * @throws IOException if one has it fail
   */
  void beforePath(FileOp op, Path path, @Nullable Path other) throws IOException {
    if (armed && before(op, path, 0, 0) instanceof FaultAction.Fail(Errno errno)) {
      throw errno.onPath(op, path.toString(), other == null ? null : other.toString());
    }
  }

  private static void await(FaultAction action) {
    if (action instanceof FaultAction.Hold(Hang hang)) {
      hang.hold();
    } else if (action instanceof FaultAction.Delay(var time)) {
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.currentThread().isInterrupted()) {
          // As in the kernel, where a slow disk is not interrupted.
          Thread.onSpinWait();
        }
      }
    }
  }
}
