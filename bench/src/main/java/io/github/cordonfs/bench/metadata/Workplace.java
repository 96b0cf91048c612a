package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The file system that is measured; all threads work in it, in directories made here. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open() before anything else.
public class Workplace {

  /** Which one. */
  @Param({"CORDON", "TMPFS", "JIMFS", "MEMORYFILESYSTEM"})
  public FileSystemTarget target;

  private final AtomicInteger directories = new AtomicInteger();
  private Tree tree;

  /** Makes the file system. */
  @Setup
  public void open() throws IOException {
    tree = target.open();
  }

  /** Frees it. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    tree.close();
  }

  /** Makes a directory for one thread, or for all. */
  Path newDirectory() throws IOException {
    return Files.createDirectory(tree.root().resolve("work-" + directories.incrementAndGet()));
  }

  /** Returns the paths of files in a directory. */
  static Path[] files(Path directory, String prefix, int count) {
    Path[] files = new Path[count];
    for (int i = 0; i < count; i++) {
      files[i] = directory.resolve(prefix + i);
    }
    return files;
  }

  /** Returns a buffer for the content of a small file. */
  static ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(Tree.CONTENT);
  }
}
