package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.measure.Spread;
import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The program of a fork that makes one small file system after the other. */
final class OpenWriteCloseProbe {

  private static final long SIZE = 16 << 20;
  private static final byte[] CONTENT = new byte[1024];

  private OpenWriteCloseProbe() {}

  /**
   * Measures and writes the time of one, in microseconds, to the standard output: the median of the
   * medians of all iterations.
   *
   * @param args name of the {@link FileSystemTarget}; number of warm-ups, and how long each takes,
   *     in milliseconds; the same of iterations
   */
  public static void main(String[] args) throws IOException {
    FileSystemTarget target = FileSystemTarget.of(args[0]);
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      var _ = iteration(target, Duration.ofMillis(Long.parseLong(args[2])));
    }
    double[] medians = new double[Integer.parseInt(args[3])];
    for (int i = 0; i < medians.length; i++) {
      medians[i] = iteration(target, Duration.ofMillis(Long.parseLong(args[4])));
    }
    System.out.println(Spread.of(medians).median());
  }

  private static double iteration(FileSystemTarget target, Duration length) throws IOException {
    double[] times = new double[1024];
    int count = 0;
    long begin = System.nanoTime();
    long end = begin;
    while (count == 0 || end - begin < length.toNanos()) {
      long start = end;
      openWriteClose(target);
      end = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = (end - start) / 1e3;
    }
    return Spread.of(Arrays.copyOf(times, count)).median();
  }

  private static void openWriteClose(FileSystemTarget target) throws IOException {
    try (Tree tree = target.open(SIZE, UnaryOperator.identity())) {
      var _ = Files.write(tree.root().resolve("file"), CONTENT);
    }
  }
}
