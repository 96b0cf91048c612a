package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import io.github.cordonfs.hadoop.CordonDistributedFileSystem;
import io.github.cordonfs.hadoop.CordonSparkPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Spark cluster that reads tables of S3 and of HDFS, without the cache and with it. */
class ClusterTest {

  private static final Pattern REPORT =
      Pattern.compile(
          "STORM struck (\\d+) healed (\\d+) unread (\\d+) of these in memory (\\d+) lost (\\d+) .*");

  private static final String S3_ROOT = "s3a://" + S3Server.BUCKET + "/tables";

  @TempDir static Path directory;
  private static SparkCluster cluster;
  private static S3Server s3;
  private static HdfsNode hdfs;
  private static Tables tables;

  @BeforeAll
  static void start() throws Exception {
    s3 = new S3Server(directory);
    hdfs = new HdfsNode(directory);
    cluster = new SparkCluster(directory);
    tables = Tables.write(cluster, directory, Integer.getInteger("cordon.spark.rows", 60_000));
    assertThat(tables.results()).hasSize(8);
    tables.copyTo(S3_ROOT, s3.configure(new Configuration()));
    tables.copyTo(hdfs.uri() + "/tables", hdfs.configure(new Configuration()));
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable each : new AutoCloseable[] {cluster, hdfs, s3}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Driver query(String name, String root, int rounds, List<String> settings)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("query", root, Integer.toString(rounds)));
    arguments.addAll(settings);
    return cluster.start(name, arguments);
  }

  private static List<String> cached(List<String> plain, String scheme, Class<?> type) {
    List<String> cached = new ArrayList<>(plain);
    cached.add("spark.hadoop.fs." + scheme + ".impl=" + type.getName());
    cached.add("spark.hadoop.fs.cordon.cache.size=128m");
    cached.add("spark.executor.memoryOverhead=512m");
    return cached;
  }

  private void sameResultsInAStorm(String scheme, String root, Configuration conf, Class<?> type)
      throws Exception {
    List<String> plain = Tables.settings(conf);
    Driver without = query(scheme + "-plain", root, 1, plain).join();
    assertThat(without.results()).isEqualTo(tables.results());

    List<String> cached = cached(plain, scheme, type);
    cached.add("spark.hadoop.fs.cordon.injection=true");
    cached.add(
        "spark.plugins=" + CordonSparkPlugin.class.getName() + "," + StormPlugin.class.getName());
    cached.add("spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED");
    Driver stormy = query(scheme + "-storm", root, 0, cached).join();
    assertThat(stormy.results()).isEqualTo(tables.results());
    assertThat(stormy.failedTasks()).isZero();
    List<String> reports = stormy.lines("STORM ");
    assertThat(reports).hasSize(2).allSatisfy(ClusterTest::assertHealed);
  }

  /** All that failed was read again, or never wanted any more; and nothing was lost. */
  private static void assertHealed(String report) {
    System.out.println(report);
    Matcher numbers = REPORT.matcher(report);
    assertThat(numbers.matches()).as(report).isTrue();
    int struck = Integer.parseInt(numbers.group(1));
    int healed = Integer.parseInt(numbers.group(2));
    int unread = Integer.parseInt(numbers.group(3));
    assertThat(struck).isEqualTo(StormPlugin.PAGES);
    assertThat(healed).isPositive().isEqualTo(struck - unread);
    assertThat(numbers.group(4)).as("unread, but in memory").isEqualTo("0");
    assertThat(numbers.group(5)).as("files with losses").isEqualTo("0");
  }

  @Test
  void queriesOverS3GiveTheSameResultsWhilePagesFail() throws Exception {
    sameResultsInAStorm(
        "s3a", S3_ROOT, s3.configure(new Configuration()), CordonCachingFileSystem.class);
  }

  @Test
  void queriesOverHdfsGiveTheSameResultsWhilePagesFail() throws Exception {
    sameResultsInAStorm(
        "hdfs",
        hdfs.uri() + "/tables",
        hdfs.configure(new Configuration()),
        CordonDistributedFileSystem.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExecutorThatIsKilledIsReplacedAndLeavesNothing(boolean isCached) throws Exception {
    Path temporary = Files.createDirectories(directory.resolve("temporary-" + isCached));
    List<String> settings = Tables.settings(s3.configure(new Configuration()));
    if (isCached) {
      settings = cached(settings, "s3a", CordonCachingFileSystem.class);
    }
    settings.add(
        "spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="
            + temporary);
    List<String> shared = named(Path.of("/dev/shm"));
    s3.delayMillis = 5;
    try {
      Driver driver = query("killed-" + isCached, S3_ROOT, 2, settings);
      driver.await("RESULT q1");
      List<ProcessHandle> executors = cluster.runningExecutors();
      assertThat(executors).isNotEmpty();
      executors.getFirst().destroyForcibly();
      driver.join();
      assertThat(driver.results()).isEqualTo(tables.results());
      assertThat(driver.printed("Lost executor")).isTrue();
    } finally {
      s3.delayMillis = 0;
    }
    cluster.awaitEndOfExecutors();
    assertThat(named(temporary)).isEmpty();
    assertThat(named(Path.of("/dev/shm"))).isEqualTo(shared);
  }

  /** Returns the files in a directory that could be of a cache. */
  private static List<String> named(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.toLowerCase(java.util.Locale.ROOT).contains("cordon"))
          .sorted()
          .toList();
    }
  }
}
