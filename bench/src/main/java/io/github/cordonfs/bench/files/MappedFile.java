package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An open file to map, in a file system of its own. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls what opens it before anything else.
public class MappedFile {

  /** A step over pages that comes by each of a power of two of them. */
  private static final long STEP = 4096L * 7919;

  /** Where the file is. */
  @Param({"CORDON", "TMPFS"})
  public FileSystemTarget target;

  /** Bytes of the file, a power of two. */
  @Param({"4096", "67108864", "268435456"})
  public long size;

  private Tree tree;
  private FileChannel channel;
  private long touched;

  /** Makes the file. */
  void open(Layout layout) throws IOException {
    tree = target.open(layout.memory(size), layout::tune);
    channel = layout.make(tree.root(), size);
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    channel.close();
    tree.close();
  }

  /** Maps it whole, and unmaps it. */
  long map() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return channel.map(MapMode.READ_ONLY, 0, size, arena).address();
    }
  }

  /** Maps it whole, loads a byte, each time of another page, and unmaps it. */
  long mapAndTouch() throws IOException {
    touched = (touched + STEP) & (size - 1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, size, arena);
      return map.get(ValueLayout.JAVA_BYTE, touched);
    }
  }
}
