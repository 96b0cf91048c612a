package io.github.cordonfs.testkit;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A rule: which operations, and what becomes of them. It takes effect when a method says what
 * becomes of them, such as {@link #fail}; the methods that choose operations come before that.
 * Conditions add up: an operation has to meet all of them. Safe for use by several threads.
 */
public final class FaultRule {

  private final Faults faults;
  private final String glob;
  private final PathMatcher matcher;
  private final EnumSet<FileOp> ops = EnumSet.allOf(FileOp.class);
  private final Map<String, Long> calls = new HashMap<>();
  private long from;
  private long to = Long.MAX_VALUE;
  private long first = 1;
  private long last = Long.MAX_VALUE;
  private double probability = 1;
  private long seed;
  private long budget = -1;
  private boolean once;
  private boolean overall;
  private boolean enabled = true;
  private long fired;
  private @Nullable FaultAction action;
  private @Nullable TimeWindow window;

  FaultRule(Faults faults, String glob, PathMatcher matcher) {
    this.faults = faults;
    this.glob = glob;
    this.matcher = matcher;
  }

  /** Chooses kinds of operation; without this, all are chosen. */
  public FaultRule op(FileOp first, FileOp... more) {
    return changed(() -> {
      ops.clear();
      ops.addAll(EnumSet.of(first, more));
    });
  }

  /**
   * Chooses reads and writes that touch a range of the file, and no other kind of operation.
   *
   * @param offset first byte of the range, from 0
   * @param length bytes, more than 0
   * @throws IllegalArgumentException if there is no such range
   */
  public FaultRule range(long offset, long length) {
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException(
          "no range of " + length + " bytes at offset " + offset + ": give one of at least a byte");
    }
    return changed(() -> {
      from = offset;
      to = Math.addExact(offset, length);
    });
  }

  /**
   * Chooses one call of those that meet the other conditions, counted for each file.
   *
   * @param n which, from 1
   */
  public FaultRule nth(long n) {
    positive(n);
    return changed(() -> {
      first = n;
      last = n;
    });
  }

  /**
   * Chooses one call of those that meet the other conditions, counted over all files together.
   *
   * @param n which, from 1
   */
  public FaultRule nthOverall(long n) {
    nth(n);
    return changed(() -> overall = true);
  }

  /**
   * Chooses a call of those that meet the other conditions, counted for each file, and all after
   * it.
   *
   * @param n the first, from 1
   */
  public FaultRule fromNth(long n) {
    positive(n);
    return changed(() -> {
      first = n;
      last = Long.MAX_VALUE;
    });
  }

  /**
   * Chooses writes once so many bytes have been written to the files of this rule together. The
   * write that would go past them is cut short there, as Linux does when a device is full, and the
   * next one is chosen. Space that is freed is not given back.
   *
   * @param bytes how many, from 0
   */
  public FaultRule afterBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(bytes + " bytes are less than none");
    }
    return changed(() -> {
      budget = bytes;
      ops.retainAll(EnumSet.of(FileOp.WRITE));
    });
  }

  /**
   * Chooses some of the calls. Whether the nth call of a file is chosen depends on the seed, the
   * path and n alone, so that it is the same in every run and does not depend on other threads.
   *
   * @param share of the calls, from 0 to 1
   * @param seed of the choice
   */
  public FaultRule probability(double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("probability " + share + " is not between 0 and 1");
    }
    return changed(() -> {
      probability = share;
      this.seed = seed;
    });
  }

  /**
   * Chooses calls in a window of time, which is counted from the moment at which the rule takes
   * effect.
   *
   * @param start from then on, 0 or more
   * @param end before that, more than the start
   * @throws IllegalArgumentException if there is no such window
   */
  public FaultRule between(Duration start, Duration end) {
    TimeWindow chosen = new TimeWindow(start, end);
    return changed(() -> window = chosen);
  }

  /** Ends the rule when it has fired once. */
  public FaultRule once() {
    return changed(() -> once = true);
  }

  /** Has the operations fail. The exception is the one that the JDK throws for this error. */
  public FaultRule fail(Errno errno) {
    return act(new FaultAction.Fail(errno));
  }

  /**
   * Has reads and writes transfer fewer bytes than they were asked to, as the contract of channels
   * allows.
   *
   * @param bytes the most they transfer, from 1
   */
  public FaultRule atMost(int bytes) {
    positive(bytes);
    return act(new FaultAction.Shorten(bytes), FileOp.READ, FileOp.WRITE);
  }

  /** Has the operations take longer. */
  public FaultRule delay(Duration time) {
    return act(new FaultAction.Delay(time));
  }

  /** Has the operations not return until they are released. */
  public Hang hang() {
    Hang hang = new Hang();
    act(new FaultAction.Hold(hang));
    return hang;
  }

  /**
   * Has {@code force} return as if it had worked, and writes as if they had been done, while
   * nothing is forced or written: a disk that ignores flushes, a write that never reached it.
   */
  public FaultRule lie() {
    return act(new FaultAction.Lie(), FileOp.FORCE, FileOp.WRITE);
  }

  /**
   * Inverts a bit: in what a read delivers, or in what a write stores. Chooses reads and writes of
   * that byte.
   *
   * @param offset the byte in the file, from 0
   * @param bit from 0, the lowest, to 7
   */
  public FaultRule flipBit(long offset, int bit) {
    return range(offset, 1)
        .act(new FaultAction.FlipBit(offset, bitOfByte(bit)), FileOp.READ, FileOp.WRITE);
  }

  /**
   * Inverts a bit of the first byte that a read delivers or a write stores, wherever that is.
   *
   * @param bit from 0, the lowest, to 7
   */
  public FaultRule flipFirstBit(int bit) {
    return act(
        new FaultAction.FlipBit(FaultAction.FlipBit.FIRST, bitOfByte(bit)),
        FileOp.READ,
        FileOp.WRITE);
  }

  /**
   * Has zeros in place of every whole sector that a read delivers or a write stores.
   *
   * @param sector bytes: 512 or 4096
   */
  public FaultRule zeroSectors(int sector) {
    return act(new FaultAction.ZeroSectors(sectorSize(sector)), FileOp.READ, FileOp.WRITE);
  }

  /**
   * Has writes store their first half, rounded down to whole sectors, and then fail with {@link
   * Errno#EIO}.
   *
   * @param sector bytes: 512 or 4096
   */
  public FaultRule tear(int sector) {
    return act(new FaultAction.Tear(sectorSize(sector), Errno.EIO), FileOp.WRITE);
  }

  /**
   * Has the memory fail under the first page that a read or write touches, before it does. Needs a
   * file system of Cordon that was opened with injection.
   *
   * @throws IllegalStateException if the file system below is no such one
   */
  public FaultRule strike() {
    faults.failures();
    return act(new FaultAction.Strike(), FileOp.READ, FileOp.WRITE);
  }

  /** Switches the rule on or off; it counts calls only while it is on. */
  public FaultRule enabled(boolean on) {
    return changed(() -> enabled = on);
  }

  /** Returns how many times it has fired. */
  public long fired() {
    synchronized (faults) {
      return fired;
    }
  }

  /**
   * Returns what becomes of a call, null if the rule does not choose it. Under the faults' lock.
   */
  @Nullable FaultAction decide(FileOp op, Path path, long offset, long length) {
    if (!enabled
        || action == null
        || (once && fired > 0)
        || !ops.contains(op)
        || !overlaps(op, offset, length)
        || !matcher.matches(path)
        || (window != null && !window.isOpen(faults.clock()))) {
      return null;
    }
    if (budget >= 0) {
      return spend(length);
    }
    long call = calls.merge(overall ? "" : path.toString(), 1L, Long::sum);
    if (call < first || call > last || !drawn(path.toString(), call)) {
      return null;
    }
    fired++;
    return action;
  }

  private boolean overlaps(FileOp op, long offset, long length) {
    if (from == 0 && to == Long.MAX_VALUE) {
      return true;
    }
    return (op == FileOp.READ || op == FileOp.WRITE) && offset < to && offset + length > from;
  }

  private @Nullable FaultAction spend(long length) {
    if (length <= budget) {
      budget -= length;
      return null;
    }
    if (budget == 0) {
      fired++;
      return action;
    }
    FaultAction rest = new FaultAction.Shorten((int) budget);
    budget = 0;
    return rest;
  }

  private boolean drawn(String path, long call) {
    if (probability >= 1) {
      return true;
    }
    // String.hashCode is specified, so this is the same in every JVM.
    long mixed = (seed * 31 + path.hashCode()) * 1_000_003 + call;
    return new SplittableRandom(mixed).nextDouble() < probability;
  }

  void releaseHangs() {
    if (action instanceof FaultAction.Hold(Hang hang)) {
      hang.release();
    }
  }

  private FaultRule act(FaultAction what, FileOp... possible) {
    changed(() -> {
      if (possible.length > 0) {
        EnumSet<FileOp> allowed = EnumSet.of(possible[0], possible);
        if (ops.size() == FileOp.values().length) {
          ops.retainAll(allowed);
        } else if (!allowed.containsAll(ops)) {
          throw new IllegalArgumentException(
              "this can be done to " + allowed + " only, and the rule chooses " + ops);
        }
      }
      action = what;
      if (window != null) {
        window = window.from(faults.clock());
      }
    });
    faults.added(this);
    return this;
  }

  private FaultRule changed(Runnable change) {
    synchronized (faults) {
      change.run();
    }
    return this;
  }

  private static void positive(long n) {
    if (n < 1) {
      throw new IllegalArgumentException(n + " is less than 1");
    }
  }

  private static int bitOfByte(int bit) {
    if (bit < 0 || bit > 7) {
      throw new IllegalArgumentException("a byte has the bits 0 to 7, not " + bit);
    }
    return bit;
  }

  private static int sectorSize(int sector) {
    if (sector != 512 && sector != 4096) {
      throw new IllegalArgumentException("a sector has 512 or 4096 bytes, not " + sector);
    }
    return sector;
  }

  @Override
  public String toString() {
    return glob + " " + ops + " " + action;
  }
}
