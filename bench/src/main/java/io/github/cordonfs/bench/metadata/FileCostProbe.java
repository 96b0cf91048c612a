package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/**
 * The program of a fork that measures how many bytes a small file takes: the difference between
 * before the file system was made and when it has all its files, so that what it keeps beside the
 * files counts too.
 */
final class FileCostProbe {

  static final int DIRECTORIES = 100;
  static final int FILES = 100_000;

  /** A collection may find what the one before it made unreachable. */
  private static final int COLLECTIONS = 5;

  private FileCostProbe() {}

  /**
   * Measures and writes a {@link FileCost} to the standard output.
   *
   * @param args the name of the {@link FileSystemTarget}
   */
  public static void main(String[] args) throws IOException {
    FileSystemTarget target = FileSystemTarget.of(args[0]);
    // Classes, threads and the JVM's beans, which come with the first, are no part of the cost.
    var _ = ManagementFactory.getPlatformMBeanServer();
    measure(target, 1);
    System.out.println(measure(target, FILES / DIRECTORIES).format());
  }

  private static FileCost measure(FileSystemTarget target, int filesInEach) throws IOException {
    long before = usedHeap();
    try (Tree tree = target.open()) {
      Tree.fill(tree.root(), DIRECTORIES, filesInEach);
      int files = DIRECTORIES * filesInEach;
      double heap = usedHeap() - before;
      return new FileCost(heap / files, (double) usedOutside(tree.root()) / files);
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** The peers have their files' data in the heap. */
  private static long usedOutside(Path path) {
    FileSystem fileSystem = path.getFileSystem();
    return fileSystem.provider().getScheme().equals("cordon")
        ? CordonFileSystem.of(fileSystem).memoryUsage().usedBytes()
        : 0;
  }
}
