package io.github.cordonfs.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The limit for every file system in memory: copies blocks between the caller's buffer and as much
 * native memory as the file has, and does nothing else.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls allocate() before anything else.
public class BareBenchmark {

  private MemorySegment memory;

  /** Takes the memory and fills it as the file is. */
  @Setup
  public void allocate() {
    memory = Arena.ofAuto().allocate(Caller.FILE, BufferKind.PAGE);
    Pattern pattern = new Pattern();
    for (long offset = 0; offset < Caller.FILE; offset += Pattern.CHUNK) {
      MemorySegment chunk = MemorySegment.ofBuffer(pattern.chunk(offset / Pattern.CHUNK));
      MemorySegment.copy(chunk, 0, memory, offset, Pattern.CHUNK);
    }
  }

  /** Copies one block to the buffer. */
  @Benchmark
  public MemorySegment read(Caller caller) {
    MemorySegment buffer = caller.segment();
    MemorySegment.copy(memory, caller.next(), buffer, 0, caller.size);
    return buffer;
  }

  /** Copies one block to the buffer: which, depends on the one before. */
  @Benchmark
  public MemorySegment readDependent(Caller caller) {
    MemorySegment buffer = caller.segment();
    MemorySegment.copy(memory, caller.follow(), buffer, 0, caller.size);
    return buffer;
  }

  /** Copies the buffer to one block. */
  @Benchmark
  public MemorySegment write(Caller caller) {
    MemorySegment.copy(caller.segment(), 0, memory, caller.next(), caller.size);
    return memory;
  }
}
