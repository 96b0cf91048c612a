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
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * What searching for the nearest vectors costs through each kind of directory, with short and with
 * long vectors: random ones in one segment, the ten nearest, one thread. Each kind has a JVM of its
 * own, in turns; time is that of the searching thread on a processor. Prints a table with the
 * median of the rounds, and their range.
 */
final class VectorCost {

  private static final int ROUNDS = 3;
  private static final int WARM_UPS = 4;
  private static final int MEASURED = 5;
  private static final long PASS_NANOS = 500_000_000L;
  private static final int QUERIES = 64;
  private static final String FIELD = "vector";

  /** Dimensions and number of vectors. */
  private record Size(int dimensions, int vectors) {}

  private static final List<Size> SIZES = List.of(new Size(16, 6_500), new Size(768, 3_000));

  /** Where the index is, and through what it is read; the first is what others are compared to. */
  private enum Kind {
    MMAP_TMPFS("MMapDirectory, tmpfs"),
    CORDON("CordonDirectory"),
    MMAP_CORDON("MMapDirectory, Cordon");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  private VectorCost() {}

  /** Without arguments runs everything; with a kind, dimensions and a directory measures it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 3) {
      measure(Kind.valueOf(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
      return;
    }
    System.out.print("| dimensions |");
    for (Kind kind : Kind.values()) {
      System.out.print(" " + kind.title + " |");
    }
    System.out.println("\n| ---: |" + " ---: |".repeat(Kind.values().length));
    for (Size size : SIZES) {
      Path tmpfs = Files.createTempDirectory(Path.of("/dev/shm"), "cordon-lucene");
      try {
        write(tmpfs, size);
        Map<Kind, List<Double>> rates = new EnumMap<>(Kind.class);
        for (int round = 0; round < ROUNDS; round++) {
          for (Kind kind : Kind.values()) {
            rates
                .computeIfAbsent(kind, _ -> new ArrayList<>())
                .add(fork(kind, size.dimensions, tmpfs));
          }
        }
        print(size, rates);
      } finally {
        IOUtils.rm(tmpfs);
      }
    }
  }

  private static void write(Path path, Size size) throws IOException {
    Random random = new Random(1);
    IndexWriterConfig config = new IndexWriterConfig();
    config.setUseCompoundFile(false);
    try (Directory directory = new MMapDirectory(path);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < size.vectors; i++) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, vector(random, size.dimensions)));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double fork(Kind kind, int dimensions, Path index)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                VectorCost.class.getName(),
                kind.name(),
                Integer.toString(dimensions),
                index.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      line = lines.readLine();
    }
    if (child.waitFor() != 0 || line == null) {
      throw new IOException(kind + " ended with " + child.exitValue());
    }
    return Double.parseDouble(line);
  }

  private static void measure(Kind kind, int dimensions, Path tmpfs) throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(64 << 20).build())) {
      Path path = kind == Kind.MMAP_TMPFS ? tmpfs : copy(tmpfs, fs.getPath("/index"));
      try (Directory directory =
              kind == Kind.CORDON ? CordonDirectory.open(path) : new MMapDirectory(path);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        List<float[]> queries = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < QUERIES; i++) {
          queries.add(vector(random, dimensions));
        }
        for (int pass = 0; pass < WARM_UPS; pass++) {
          rate(searcher, queries);
        }
        List<Double> rates = new ArrayList<>();
        for (int pass = 0; pass < MEASURED; pass++) {
          rates.add(rate(searcher, queries));
        }
        System.out.println(median(rates));
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

  /** Returns how many searches a second of the processor does. */
  private static double rate(IndexSearcher searcher, List<float[]> queries) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    int searches = 0;
    long now = began;
    while (now - began < PASS_NANOS) {
      for (float[] query : queries) {
        if (searcher.search(new KnnFloatVectorQuery(FIELD, query, 10), 10).scoreDocs.length != 10) {
          throw new IllegalStateException("found less than there is");
        }
        searches++;
      }
      now = threads.getCurrentThreadCpuTime();
    }
    return searches * 1e9 / (now - began);
  }

  private static void print(Size size, Map<Kind, List<Double>> rates) {
    System.out.printf("| %d |", size.dimensions);
    List<Double> base = rates.get(Kind.MMAP_TMPFS);
    for (Kind kind : Kind.values()) {
      if (kind == Kind.MMAP_TMPFS) {
        System.out.printf(" %,.0f |", median(base));
      } else {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          ratios.add(rates.get(kind).get(round) / base.get(round));
        }
        ratios.sort(null);
        System.out.printf(
            " %.2f (%.2f–%.2f) |", median(ratios), ratios.getFirst(), ratios.getLast());
      }
    }
    System.out.println();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
