package io.github.cordonfs.map;

import io.github.cordonfs.frame.BackgroundTask;
import io.github.cordonfs.os.MapCount;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Warns when the process comes near to as many ranges of addresses as the kernel allows it. At the
 * limit Cordon refuses to map, with an exception; but the JVM, which takes ranges for its own heap,
 * code and threads, dies, whoever took the others. So everybody's are counted. Thread-safe.
 */
public final class RangeWatch {

  /** The share of the limit at which there is a warning. */
  private static final double NEAR = 0.80;

  /** The share below which the next time is another one: ranges come and go by the thousand. */
  private static final double FAR = 0.75;

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(30);

  /** How many more ranges of our own are a reason not to wait for the end of the period. */
  private static final int MANY = 1024;

  /** When a file system looked last: they do not each look for themselves. */
  private static final AtomicLong LOOKED = new AtomicLong(System.nanoTime() - PERIOD);

  private static volatile int takenThen;

  private static boolean near;

  /** Looks once, however often it is asked for before. */
  private static final BackgroundTask LOOK =
      new BackgroundTask() {
        @Override
        protected long run() {
          lookAfter(0);
          return DONE;
        }
      };

  private final Look look = new Look(this);

  private volatile boolean ended;

  /** A watch that has not begun. It ends with the object that holds it. */
  public RangeWatch() {}

  /** Looks now if nobody did for a while, and from time to time from now on; in the background. */
  public void start() {
    // Whoever opened the last one had it done: the thread need not wake up for that.
    long since = System.nanoTime() - LOOKED.get();
    look.schedule(Math.max(PERIOD - since, 0));
  }

  /** Looks no more. Idempotent. */
  public void end() {
    ended = true;
    look.cancel();
  }

  /** One look after the other, which keep nothing alive. */
  private static final class Look extends BackgroundTask {
    private final WeakReference<RangeWatch> watch;

    Look(RangeWatch watch) {
      this.watch = new WeakReference<>(watch);
    }

    @Override
    protected long run() {
      RangeWatch live = watch.get();
      if (live == null || live.ended) {
        return DONE;
      }
      // Slightly less, as no two of them wake up at the same time.
      lookAfter(PERIOD - TimeUnit.SECONDS.toNanos(1));
      return PERIOD;
    }

    @Override
    protected long delayAfterFailure() {
      return PERIOD;
    }
  }

  /** Looks soon if mappings took many ranges since the last look. Called when some were taken. */
  public static void taken() {
    int now = RangeBudget.taken();
    if (now - takenThen >= MANY) {
      takenThen = now;
      LOOK.schedule(0);
    }
  }

  private static void lookAfter(long pause) {
    long last = LOOKED.get();
    long now = System.nanoTime();
    if (now - last >= pause && LOOKED.compareAndSet(last, now)) {
      takenThen = RangeBudget.taken();
      look(MapCount.inUse(), MapCount.limit());
    }
  }

  /**
   * Warns if this is near the limit and was not the last time.
   *
   * @param inUse ranges, or -1 if that is not known
   */
  static synchronized void look(int inUse, int limit) {
    if (inUse < limit * FAR) {
      near = false;
    } else if (inUse >= limit * NEAR && !near) {
      near = true;
      System.getLogger("io.github.cordonfs")
          .log(System.Logger.Level.WARNING, text(inUse, limit, RangeBudget.taken()));
    }
  }

  private static String text(int inUse, int limit, int taken) {
    return "This process is mapped in "
        + inUse
        + " ranges of addresses, "
        + (int) (100L * inUse / limit)
        + " % of the "
        + limit
        + " that the kernel allows it (vm.max_map_count); "
        + taken
        + " of them are mapped files of Cordon. At the limit files can no longer be mapped, and the"
        + " JVM itself may die of its next allocation. Raise vm.max_map_count, close mappings, or"
        + " put scattered files together (CordonFileChannel.collapse).";
  }

  /** Returns how many ranges the process is mapped in, or -1 if that is not known. */
  public static int inUse() {
    return MapCount.inUse();
  }

  /** Returns how many the kernel allows it. */
  public static int limit() {
    return MapCount.limit();
  }
}
