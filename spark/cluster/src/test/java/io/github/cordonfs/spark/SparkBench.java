package io.github.cordonfs.spark;

import io.github.cordonfs.hadoop.CordonSchemeFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * How long the queries of {@link TpchLike} take over S3 with the cache, without it, and over a
 * local tmpfs, at several latencies of S3. Arguments: a directory, a directory on a tmpfs, the
 * scale, the runs, and the latencies in milliseconds, separated by commas.
 */
final class SparkBench {

  private static final String CLASSIC_BUCKET = "classic";

  private final SparkCluster cluster;
  private final S3Server s3;
  private final Path tmpfs;

  private SparkBench(SparkCluster cluster, S3Server s3, Path tmpfs) {
    this.cluster = cluster;
    this.s3 = s3;
    this.tmpfs = tmpfs;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Path tmpfs = Files.createTempDirectory(Path.of(args[1]), "spark-bench");
    try (S3Server s3 = new S3Server(directory);
        SparkCluster cluster = new SparkCluster(directory)) {
      new SparkBench(cluster, s3, tmpfs).run(args[2], args[3], args[4]);
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

  private void run(String scale, String runs, String latencies) throws Exception {
    s3.makeBucket(CLASSIC_BUCKET);
    cluster.start("write", List.of("write-tpch", tables().toUri().toString(), scale)).join();
    s3.forget();
    s3.whenMarked =
        mark -> {
          if (mark.startsWith(BenchJob.PREPARE)) {
            prepare(mark.substring(BenchJob.PREPARE.length()));
          }
        };
    List<String> arguments = new ArrayList<>(List.of("bench", latencies, runs));
    arguments.addAll(settings());
    Driver driver = cluster.start("bench", arguments).join();
    BenchRuns.of(driver, s3.askedByMark()).print();
  }

  private Path tables() {
    return tmpfs.resolve("tables");
  }

  private Map<String, String> roots() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(BenchRuns.CLASSIC, "s3a://" + CLASSIC_BUCKET);
    all.put(BenchRuns.ANALYTICS, "s3a://" + S3Server.BUCKET);
    all.put(BenchRuns.CORDON, "cordon+s3a://" + S3Server.BUCKET);
    all.put(BenchRuns.TMPFS, tmpfs.toUri().toString());
    return all;
  }

  private List<String> settings() {
    List<String> all = Tables.settings(s3.configure(new Configuration()));
    all.add("spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED");
    // One executor: what is read again is read where it was read before.
    all.add("spark.cores.max=1");
    all.add("spark.hadoop.fs.s3a.bucket." + CLASSIC_BUCKET + ".input.stream.type=classic");
    all.add("spark.hadoop.fs.cordon+s3a.impl=" + CordonSchemeFileSystem.class.getName());
    all.add("spark.hadoop.fs.cordon.cache.size=1g");
    all.add("spark.executor.memoryOverhead=1200m");
    all.add(SparkJob.MARKS + "=" + s3.markAddress());
    all.add(
        BenchJob.WAYS
            + "="
            + roots().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(",")));
    return all;
  }

  /**
   * Gives a run tables that nobody has read before, and S3 its latency.
   *
   * @param run its name, the latency first
   */
  private void prepare(String run) {
    try {
      s3.delayMillis = 0;
      Configuration conf = s3.configure(new Configuration());
      for (String bucket : List.of(CLASSIC_BUCKET, S3Server.BUCKET)) {
        var target = new org.apache.hadoop.fs.Path("s3a://" + bucket + "/" + run);
        try (FileSystem store = FileSystem.newInstance(target.toUri(), conf)) {
          store.copyFromLocalFile(new org.apache.hadoop.fs.Path(tables().toUri()), target);
        }
      }
      Path local = tmpfs.resolve(run);
      if (!Files.exists(local)) {
        Files.createSymbolicLink(local, tables());
      }
      s3.delayMillis = Long.parseLong(run.substring(0, run.indexOf('-')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
