package io.github.cordonfs.spark;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;

/**
 * How long the queries of {@link TpchLike} take over S3 with the cache, without it, and over a
 * local tmpfs, at several latencies of S3. Arguments: a directory, a directory on a tmpfs, the
 * scale, the runs, and the latencies in milliseconds, separated by commas.
 */
final class SparkBench {

  private static final String ROOT = "s3a://" + S3Server.BUCKET + "/tpch";

  /** A run of all queries twice: the first time nothing is cached. */
  private record Run(long coldMillis, long warmMillis, long cpuMillis) {}

  private final SparkCluster cluster;
  private final S3Server s3;
  private final Path tmpfs;
  private int jobs;

  private SparkBench(SparkCluster cluster, S3Server s3, Path tmpfs) {
    this.cluster = cluster;
    this.s3 = s3;
    this.tmpfs = tmpfs;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Path tmpfs = Files.createTempDirectory(Path.of(args[1]), "spark-bench");
    int runs = Integer.parseInt(args[3]);
    try (S3Server s3 = new S3Server(directory);
        SparkCluster cluster = new SparkCluster(directory)) {
      SparkBench bench = new SparkBench(cluster, s3, tmpfs);
      bench.write(args[2]);
      System.out.printf(
          "%-8s %-18s %10s %10s %10s%n", "ms/req.", "", "cold, s", "warm, s", "CPU, s");
      for (String each : args[4].split(",", -1)) {
        bench.measure(Integer.parseInt(each), runs);
      }
    } finally {
      delete(tmpfs);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path each : files.toList().reversed()) {
        Files.delete(each);
      }
    }
  }

  private String local() {
    return tmpfs.resolve("tpch").toUri().toString();
  }

  private void write(String scale) throws Exception {
    cluster.start("write", List.of("write-tpch", local(), scale)).join();
    var target = new org.apache.hadoop.fs.Path(ROOT);
    try (var store =
        org.apache.hadoop.fs.FileSystem.newInstance(
            target.toUri(), s3.configure(new Configuration()))) {
      store.copyFromLocalFile(new org.apache.hadoop.fs.Path(local()), target);
    }
  }

  private Map<String, List<String>> variants() {
    List<String> plain = Tables.settings(s3.configure(new Configuration()));
    List<String> analytics = new ArrayList<>(plain);
    analytics.add("spark.hadoop.fs.s3a.input.stream.type=analytics");
    List<String> cached = new ArrayList<>(plain);
    cached.add("spark.hadoop.fs.s3a.impl=" + CordonCachingFileSystem.class.getName());
    cached.add("spark.hadoop.fs.cordon.cache.size=1g");
    cached.add("spark.executor.memoryOverhead=1200m");
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("S3A classic", plain);
    all.put("S3A analytics", analytics);
    all.put("S3A with Cordon", cached);
    all.put("tmpfs", List.of());
    return all;
  }

  /** Runs all variants in turn, again and again, and prints the medians. */
  private void measure(int latency, int runs) throws Exception {
    s3.delayMillis = latency;
    Map<String, List<Run>> all = new LinkedHashMap<>();
    Set<List<String>> results = new java.util.HashSet<>();
    for (int i = 0; i < runs; i++) {
      for (Map.Entry<String, List<String>> each : variants().entrySet()) {
        String root = each.getKey().equals("tmpfs") ? local() : ROOT;
        List<String> arguments = new ArrayList<>(List.of("query-tpch", root, "2"));
        arguments.add("spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED");
        // One executor: what is read again is read where it was read before.
        arguments.add("spark.cores.max=1");
        arguments.addAll(each.getValue());
        Driver driver = cluster.start("bench-" + jobs++, arguments).join();
        cluster.awaitEndOfExecutors();
        results.add(driver.results());
        all.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(run(driver));
      }
    }
    if (results.size() != 1) {
      throw new IOException("the results differ: " + results);
    }
    all.forEach((name, measured) ->
        System.out.printf(
            "%-8d %-18s %10.1f %10.1f %10.1f%n",
            latency,
            name,
            median(measured, Run::coldMillis),
            median(measured, Run::warmMillis),
            median(measured, Run::cpuMillis)));
  }

  private static Run run(Driver driver) throws IOException {
    long[] rounds = new long[2];
    for (String each : driver.lines("TIME ")) {
      String[] words = each.split(" ", -1);
      rounds[Integer.parseInt(words[1])] += Long.parseLong(words[3]);
    }
    long cpu = Long.parseLong(driver.lines("CPU ").getFirst().substring(4));
    return new Run(rounds[0], rounds[1], cpu);
  }

  /** Returns a median in seconds. */
  private static double median(List<Run> runs, ToLongFunction<Run> millis) {
    long[] sorted = runs.stream().mapToLong(millis).sorted().toArray();
    return sorted[sorted.length / 2] / 1000.0;
  }
}
