package io.github.cordonfs.bench;

import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long a measuring thread ran in an iteration, and how long it would have without others on the
 * machine. {@link io.github.cordonfs.bench.measure.JmhFork} reads both by their names.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuClock {

  /** Nanoseconds by the clock. */
  public long wallNanos;

  /** Nanoseconds on a processor. */
  public long cpuNanos;

  private long wallStart;
  private long cpuStart;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void start() {
    cpuStart = cpu();
    wallStart = System.nanoTime();
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void stop() {
    wallNanos += System.nanoTime() - wallStart;
    cpuNanos += cpu() - cpuStart;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
