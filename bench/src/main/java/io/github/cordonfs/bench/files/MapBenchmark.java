package io.github.cordonfs.bench.files;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Maps a file whole, and unmaps it. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapBenchmark {

  /** A file whose memory lies as it comes. */
  @State(Scope.Thread)
  public static class Plain extends MappedFile {
    /** Makes it. */
    @Setup
    public void open() throws IOException {
      open(Layout.PLAIN);
    }
  }

  /** A file in huge folios, where a file system has such. */
  @State(Scope.Thread)
  public static class Huge extends MappedFile {
    /** Makes it. */
    @Setup
    public void open() throws IOException {
      open(Layout.HUGE);
    }
  }

  /** A file no two pages of which are neighbours in memory. */
  @State(Scope.Thread)
  public static class Scattered extends MappedFile {
    /** Makes it. */
    @Setup
    public void open() throws IOException {
      open(Layout.SCATTERED);
    }
  }

  /** Maps a page of a file and unmaps it. */
  @Benchmark
  public long map(Plain file) throws IOException {
    return file.map();
  }

  /** Maps a file in huge folios, touches a page and unmaps it. */
  @Benchmark
  public long mapHuge(Huge file) throws IOException {
    return file.mapAndTouch();
  }

  /** Maps a file of which no two pages are neighbours, and unmaps it. */
  @Benchmark
  public long mapScattered(Scattered file) throws IOException {
    return file.map();
  }
}
