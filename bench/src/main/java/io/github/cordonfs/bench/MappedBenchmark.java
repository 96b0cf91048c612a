package io.github.cordonfs.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Loads 8 bytes at a time from anywhere in a mapping of a file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls map() before anything else.
public class MappedBenchmark {

  private static final int LOADS = 1024;

  /** Where the file is. */
  @Param({"CORDON", "CORDON_HUGE", "TMPFS"})
  public Target target;

  /** For the table of results: where, and how much, is fixed. */
  @Param("RANDOM")
  public Access access;

  /** Bytes of a load. */
  @Param("8")
  public int size;

  /** There is no buffer. */
  @Param("MAPPING")
  public BufferKind kind;

  private TargetFile file;
  private Arena arena;
  private MemorySegment map;
  private long random = 88_172_645_463_325_252L;

  /** Makes the file, maps it and touches every page. */
  @Setup
  // Closed in unmap(): JMH has no other place for it.
  @SuppressWarnings("MustBeClosedChecker")
  public void map() throws IOException {
    file = target.open();
    new Pattern().fill(file.channel(), Caller.FILE);
    arena = Arena.ofShared();
    map = file.channel().map(MapMode.READ_ONLY, 0, Caller.FILE, arena);
    map.load();
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void unmap() throws IOException {
    arena.close();
    file.close();
  }

  /** Loads. */
  @Benchmark
  @OperationsPerInvocation(LOADS)
  public long load() {
    MemorySegment bytes = map;
    long x = random;
    long sum = 0;
    for (int i = 0; i < LOADS; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
      sum += bytes.get(ValueLayout.JAVA_LONG, (x & (Caller.FILE - 1)) & -8);
    }
    random = x;
    return sum;
  }
}
