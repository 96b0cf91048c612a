package io.github.cordonfs.bench;

import io.github.cordonfs.CordonFileChannel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads and overwrites blocks of a file through the positional calls of {@link FileChannel}. All
 * threads use one channel. A JVM measures one target only, so that the calls of none suffer from
 * the classes of another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() before anything else.
public class ChannelBenchmark {

  /** Where the file is. */
  @Param({"CORDON", "CORDON_HUGE", "TMPFS", "JIMFS", "H2"})
  public Target target;

  private TargetFile file;
  private FileChannel channel;

  /** Makes the file and checks it. */
  @Setup
  public void open() throws IOException {
    file = target.open();
    channel = file.channel();
    Pattern pattern = new Pattern();
    pattern.fill(channel, Caller.FILE);
    pattern.verify(channel, Caller.FILE);
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    file.close();
  }

  /** Reads one block. */
  @Benchmark
  public int read(Caller caller, CpuClock clock) throws IOException {
    return channel.read(caller.buffer(), caller.next());
  }

  /** Reads one block: which, depends on the one before. */
  @Benchmark
  public int readDependent(Caller caller, CpuClock clock) throws IOException {
    return channel.read(caller.buffer(), caller.follow());
  }

  /** Overwrites one block. */
  @Benchmark
  public int write(Caller caller, CpuClock clock) throws IOException {
    return channel.write(caller.buffer(), caller.next());
  }

  /** Reads one block into a segment. */
  @Benchmark
  public int readSegment(Caller caller, CpuClock clock) throws IOException {
    return CordonFileChannel.of(channel).read(caller.segment(), 0, caller.size, caller.next());
  }

  /** Reads one block into a segment: which, depends on the one before. */
  @Benchmark
  public int readSegmentDependent(Caller caller, CpuClock clock) throws IOException {
    return CordonFileChannel.of(channel).read(caller.segment(), 0, caller.size, caller.follow());
  }

  /** Overwrites one block from a segment, for which a channel wants a buffer of it. */
  @Benchmark
  public int writeSegment(Caller caller, CpuClock clock) throws IOException {
    return channel.write(caller.segment().asByteBuffer(), caller.next());
  }
}
