package io.github.cordonfs.lucene.example;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.lucene.CordonDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * What searching costs through each kind of directory: the same index, asked the same, in a JVM of
 * its own for each kind, in turns. Time is that of the searching thread on a processor, so that
 * other programs on the machine disturb less. Prints a table with the median of the rounds, and
 * their range.
 */
final class SearchCost {

  private static final int ROUNDS = Integer.getInteger("cordon.rounds", 3);
  private static final int WARM_UPS = 2;
  private static final long WARM_UP_NANOS = 1_000_000_000L;
  private static final long MEASURED_NANOS = 500_000_000L;

  /** Where the index is, and through what it is read; the first is what others are compared to. */
  private enum Kind {
    MMAP_TMPFS("MMapDirectory, tmpfs"),
    CORDON("CordonDirectory"),
    MMAP_CORDON("MMapDirectory, Cordon"),
    NIOFS_CORDON("NIOFSDirectory, Cordon");

    final String title;

    Kind(String title) {
      this.title = title;
    }

    boolean onCordon() {
      return this != MMAP_TMPFS;
    }

    Directory open(Path path) throws IOException {
      return switch (this) {
        case CORDON -> CordonDirectory.open(path);
        case MMAP_TMPFS, MMAP_CORDON -> new MMapDirectory(path);
        case NIOFS_CORDON -> new NIOFSDirectory(path);
      };
    }
  }

  private SearchCost() {}

  /** Without arguments runs everything; with a kind and the directory of the index measures it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2) {
      measure(Kind.valueOf(args[0]), Path.of(args[1]));
      return;
    }
    Path tmpfs = Files.createTempDirectory(Path.of("/dev/shm"), "cordon-lucene");
    try {
      try (Directory directory = new MMapDirectory(tmpfs)) {
        System.out.printf("%,d documents%n", SourceIndex.write(directory));
      }
      Map<Kind, Map<Load, List<Double>>> rates = new EnumMap<>(Kind.class);
      for (int round = 0; round < ROUNDS; round++) {
        for (Kind kind : Kind.values()) {
          fork(kind, tmpfs, rates.computeIfAbsent(kind, _ -> new EnumMap<>(Load.class)));
        }
      }
      print(rates);
    } finally {
      IOUtils.rm(tmpfs);
    }
  }

  private static void fork(Kind kind, Path index, Map<Load, List<Double>> rates)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                SearchCost.class.getName(),
                kind.name(),
                index.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .map(line -> line.split(" "))
          .forEach(words ->
              rates
                  .computeIfAbsent(Load.valueOf(words[0]), _ -> new ArrayList<>())
                  .add(Double.valueOf(words[1])));
    }
    if (child.waitFor() != 0) {
      throw new IOException(kind + " ended with " + child.exitValue());
    }
  }

  private static void measure(Kind kind, Path tmpfs) throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size("256m").build())) {
      Path path = kind.onCordon() ? copy(tmpfs, fs.getPath("/index")) : tmpfs;
      try (Directory directory = kind.open(path);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        for (int pass = 0; pass < WARM_UPS; pass++) {
          for (Load load : Load.values()) {
            rate(load, searcher, WARM_UP_NANOS);
          }
        }
        for (Load load : Load.values()) {
          System.out.println(load.name() + " " + rate(load, searcher, MEASURED_NANOS));
        }
      }
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Directory source = new NIOFSDirectory(from);
        Directory target = CordonDirectory.open(to)) {
      for (String name : source.listAll()) {
        target.copyFrom(source, name, name, IOContext.DEFAULT);
      }
    }
    return to;
  }

  /** Returns how often a second of the processor does a piece of the work. */
  private static double rate(Load load, IndexSearcher searcher, long nanos) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    long sum = 0;
    int pieces = 0;
    long now = began;
    while (now - began < nanos) {
      for (int i = 0; i < 16; i++) {
        sum += load.work(searcher, pieces++);
      }
      now = threads.getCurrentThreadCpuTime();
    }
    if (sum == 0) {
      throw new IllegalStateException(load + " found nothing");
    }
    return pieces * 1e9 / (now - began);
  }

  private static void print(Map<Kind, Map<Load, List<Double>>> rates) {
    System.out.print("| per second |");
    for (Kind kind : Kind.values()) {
      System.out.print(" " + kind.title + " |");
    }
    System.out.print("\n| --- |" + " ---: |".repeat(Kind.values().length));
    for (Load load : Load.values()) {
      System.out.print("\n| " + load + " |");
      List<Double> base = rates.get(Kind.MMAP_TMPFS).get(load);
      for (Kind kind : Kind.values()) {
        List<Double> of = rates.get(kind).get(load);
        if (kind == Kind.MMAP_TMPFS) {
          System.out.printf(" %,.0f |", median(of));
        } else {
          List<Double> ratios = new ArrayList<>();
          for (int round = 0; round < of.size(); round++) {
            ratios.add(of.get(round) / base.get(round));
          }
          ratios.sort(null);
          System.out.printf(
              " %.2f (%.2f–%.2f) |", median(ratios), ratios.getFirst(), ratios.getLast());
        }
      }
    }
    System.out.println();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
