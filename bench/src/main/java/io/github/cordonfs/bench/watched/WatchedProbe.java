package io.github.cordonfs.bench.watched;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.monitor.CordonMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Measures reads in slices of time, with and without somebody who looks: a line of {@link Slices}
 * for each turn. The client that looks is in this JVM and takes its share of the processors, too.
 */
final class WatchedProbe {

  /** Of the file that is read. */
  private static final long FILE = 256L << 20;

  /** The map has frames enough that looking at them takes a while. */
  private static final long POOL = 2L << 30;

  private static final int OTHER_FILES = 200;

  /** After a change, until it has settled; in milliseconds. */
  private static final long SETTLE = 500;

  private static final long SLICE = 500;
  private static final long WARM_UP = 2000;

  private enum Kind {
    ALONE,
    CONTROL,
    WATCHED
  }

  private WatchedProbe() {}

  /** Takes the number of threads and of turns. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int threads = Integer.parseInt(args[0]);
    int turns = Integer.parseInt(args[1]);
    try (CordonFileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(POOL).build())) {
      Path file = fs.getPath("/file");
      byte[] chunk = new byte[1 << 20];
      Random random = new Random(1);
      random.nextBytes(chunk);
      try (var out = Files.newOutputStream(file)) {
        for (long done = 0; done < FILE; done += chunk.length) {
          out.write(chunk);
        }
      }
      for (int i = 0; i < OTHER_FILES; i++) {
        Files.write(fs.getPath("/other" + i), new byte[random.nextInt(100_000)]);
      }
      try (ReaderThreads readers = new ReaderThreads(file, FILE, threads)) {
        // Classes of the monitor and of its client are loaded before anything is measured.
        var _ = measure(fs, readers, Kind.WATCHED, WARM_UP);
        for (int i = 0; i < turns; i++) {
          System.out.println(turn(fs, readers, random).line());
        }
      }
    }
  }

  /** In another order each time: what drifts favours nobody. */
  private static Slices turn(CordonFileSystem fs, ReaderThreads readers, Random random)
      throws IOException, InterruptedException {
    List<Kind> order = new ArrayList<>(List.of(Kind.values()));
    Collections.shuffle(order, random);
    double alone = 0;
    double control = 0;
    double watched = 0;
    for (Kind kind : order) {
      double figure = measure(fs, readers, kind, SLICE);
      switch (kind) {
        case ALONE -> alone = figure;
        case CONTROL -> control = figure;
        case WATCHED -> watched = figure;
      }
    }
    return new Slices(alone, control, watched);
  }

  private static double measure(CordonFileSystem fs, ReaderThreads readers, Kind kind, long millis)
      throws IOException, InterruptedException {
    if (kind != Kind.WATCHED) {
      Thread.sleep(SETTLE);
      return readers.measure(millis);
    }
    try (CordonMonitor monitor = CordonMonitor.start(fs, 0);
        PageClient page = new PageClient(monitor)) {
      Thread.sleep(SETTLE);
      double figure = readers.measure(millis);
      if (page.received() == 0) {
        throw new IOException("nobody was told anything while watching");
      }
      return figure;
    }
  }
}
