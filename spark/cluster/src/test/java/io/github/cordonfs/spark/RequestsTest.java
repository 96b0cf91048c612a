package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import io.github.cordonfs.hadoop.CordonSchemeFileSystem;
import io.github.cordonfs.hadoop.CordonSparkPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What S3 is asked for by the queries of a Spark cluster, as the proxy in front of it counts. */
class RequestsTest {

  private static final String ROOT = "://" + S3Server.BUCKET + "/tables";

  /** Where each query has tables of its own. */
  private static final String COLD = "://" + S3Server.BUCKET + "/cold";

  @TempDir static Path directory;
  private static SparkCluster cluster;
  private static S3Server s3;
  private static Tables tables;

  @BeforeAll
  static void start() throws Exception {
    s3 = new S3Server(directory);
    cluster = new SparkCluster(directory);
    tables = Tables.write(cluster, directory, Integer.getInteger("cordon.spark.rows", 60_000));
    Configuration conf = s3.configure(new Configuration());
    tables.copyTo("s3a" + ROOT, conf);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    s3.close();
  }

  private static List<String> settings(String... more) {
    List<String> settings = Tables.settings(s3.configure(new Configuration()));
    settings.add("spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED");
    settings.add("spark.hadoop.fs.cordon.cache.size=256m");
    settings.add("spark.executor.memoryOverhead=512m");
    settings.add(SparkJob.MARKS + "=" + s3.markAddress());
    settings.addAll(List.of(more));
    return settings;
  }

  /** Returns what each query asked for, by "round-name". */
  private static Map<String, S3Server.Asked> run(
      String name, String scheme, int rounds, List<String> settings) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("query", scheme + ROOT, "" + rounds));
    arguments.addAll(settings);
    s3.forget();
    Driver driver = cluster.start(name, arguments).join();
    assertThat(driver.results()).isEqualTo(tables.results());
    assertThat(driver.failedTasks()).isZero();
    return s3.askedByMark();
  }

  /** Returns what each query asked for of tables that nobody had read before, by its name. */
  private static Map<String, S3Server.Asked> runCold(String name, List<String> settings)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("query-cold", "s3a" + COLD, "1"));
    arguments.addAll(settings);
    s3.forget();
    Driver driver = cluster.start(name, arguments).join();
    assertThat(driver.results()).isEqualTo(tables.results());
    return s3.askedByMark();
  }

  /**
   * By one executor: how often a footer is read depends on whether the executor that looks at the
   * schema is that of the file's task.
   */
  @Test
  void aColdQueryMakesNoMoreRequestsThanS3aAlone() throws Exception {
    Configuration conf = s3.configure(new Configuration());
    for (String query : SparkJob.queryNames()) {
      tables.copyTo("s3a" + COLD + "/" + query, conf);
    }
    String one = "spark.cores.max=1";
    Map<String, S3Server.Asked> alone = runCold("alone", settings(one));
    Map<String, S3Server.Asked> cached =
        runCold(
            "cold",
            settings(one, "spark.hadoop.fs.s3a.impl=" + CordonCachingFileSystem.class.getName()));
    System.out.println(
        "| query | requests, S3A alone | with Cordon | bytes, S3A alone | with Cordon |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (String query : SparkJob.queryNames()) {
      S3Server.Asked without = alone.get(query);
      S3Server.Asked with = cached.get(query);
      System.out.printf(
          "| %s | %d | %d | %,d | %,d |%n",
          query, without.requests(), with.requests(), without.bytes(), with.bytes());
    }
    for (String query : SparkJob.queryNames()) {
      S3Server.Asked without = alone.get(query);
      S3Server.Asked with = cached.get(query);
      assertThat(without.ranges()).as(query).isPositive();
      assertThat(with.requests()).as(query).isLessThanOrEqualTo(without.requests());
      assertThat(with.bytes()).as(query).isLessThanOrEqualTo(without.bytes() * 11 / 10);
    }
  }

  @Test
  void withAffinityTwoExecutorsFindAllThatTheyReadBefore() throws Exception {
    Map<String, S3Server.Asked> asked =
        run(
            "affinity",
            "cordon+s3a",
            2,
            settings(
                "spark.hadoop.fs.cordon+s3a.impl=" + CordonSchemeFileSystem.class.getName(),
                "spark.hadoop.fs.cordon.affinity=true",
                "spark.hadoop.fs.cordon.affinity.block.size=1m",
                "spark.sql.files.maxPartitionBytes=1m",
                "spark.locality.wait=60s",
                "spark.plugins=" + CordonSparkPlugin.class.getName()));
    long cold = 0;
    for (String query : SparkJob.queryNames()) {
      cold += asked.get("0-" + query).ranges();
      assertThat(asked.get("1-" + query).ranges()).as(query).isZero();
    }
    assertThat(cold).isPositive();
  }
}
